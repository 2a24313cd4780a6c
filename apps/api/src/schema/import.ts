import type { ImportRejection, ImportState } from '@seriema/domain/import'
import { rejectionsKept } from '@seriema/domain/import'
import { seriesBounds } from '@seriema/domain/series'
import type { Import } from '../store/import.ts'
import type { Series } from '../store/series.ts'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { FaultCodeEnum } from './fault.ts'
import { identity, uuid } from './identity.ts'
import { mutation } from './mutation.ts'
import { SeriesType } from './series.ts'

const ImportStateEnum = closedSet<ImportState>('ImportState', 'How far an import is.', {
  waiting: 'The file has not been sent yet.',
  running: 'The file is being read and stored.',
  completed: 'All of it was read; what could be stored is.',
  failed: 'It ended early; what was stored before stays, and importing again is safe.',
  cancelled: 'Somebody ended it; what was stored before stays.',
})

export const ImportRejectionType = builder.objectRef<ImportRejection>('ImportRejection').implement({
  description: 'A row that was not stored, and why.',
  fields: t => ({
    line: t.exposeFloat('line', { description: '1-based line of the file.' }),
    code: t.expose('code', { type: FaultCodeEnum, description: 'What kind of problem.' }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, in words.' }),
  }),
})

export const ImportType = builder.objectRef<Import>('Import')
builder.node(ImportType, {
  description: 'A file on its way in. Its counts are of what is committed.',
  id: { resolve: each => each.id, parse: uuid, description: identity },
  loadOne: (id, { app }) => app.imports.get(id),
  fields: t => ({
    fileName: t.exposeString('fileName', { description: 'Name of the file.' }),
    state: t.expose('state', { type: ImportStateEnum, description: 'How far it is.' }),
    size: t.exposeFloat('size', { nullable: true, description: 'Bytes of the file, where known.' }),
    bytesRead: t.exposeFloat('bytesRead', { description: 'Bytes read.' }),
    rowsRead: t.exposeFloat('rowsRead', { description: 'Rows read.' }),
    stored: t.exposeFloat('stored', { description: 'Points stored.' }),
    duplicates: t.exposeFloat('duplicates', { description: 'Points already stored with the same values.' }),
    conflicts: t.exposeFloat('conflicts', { description: 'Points stored with other values before.' }),
    rejected: t.exposeFloat('rejected', { description: 'Rows not stored.' }),
    anomalies: t.exposeFloat('anomalies', { description: 'Anomalies found.' }),
    rejections: t.field({
      type: [ImportRejectionType],
      description: `The first ${rejectionsKept.toLocaleString('en')} rows not stored, each with why.`,
      resolve: each => each.rejections,
    }),
    series: t.field({
      type: [SeriesType],
      description: 'The series it went into, as far as they still exist.',
      complexity: { field: 1, multiplier: 10 },
      resolve: async ({ seriesKeys }, _args, { loaders }) => {
        const found = await Promise.all(seriesKeys.map(key => loaders.seriesByKey(key)))
        return found.filter((series): series is Series => series !== null)
      },
    }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it failed, when it did.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its first bytes came; null while waiting.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, however it did; null until then.',
    }),
  }),
})

builder.queryField('import', t =>
  t.field({
    type: ImportType,
    nullable: true,
    description: 'An import; null when there is none with this id.',
    complexity: 1,
    args: { id: t.arg.globalID({ required: true, for: [ImportType], description: 'As given by `startImport`.' }) },
    resolve: (_root, { id }, { app }) => app.imports.get(id.id),
  }),
)

export const ImportPlanInput = builder.inputType('ImportPlanInput', {
  description: 'How to read a file. Whatever is left out is detected; columns go by name.',
  fields: t => ({
    delimiter: t.string({ description: 'What stands between cells, one character.' }),
    header: t.boolean({ description: 'Whether the first row holds names.' }),
    timeColumn: t.string({ description: 'Column of the instants; a date and a time column as `date + time`.' }),
    timeFormat: t.string({
      description: 'How they are written: `ISO 8601`, `epoch s`, `epoch ms`, or a pattern such as `DD/MM/YYYY HH:mm`.',
    }),
    timeZone: t.string({ description: 'IANA zone of times without an offset, such as America/Sao_Paulo [UTC].' }),
    valueColumns: t.stringList({
      description: `Columns that become channels, in order, at most ${seriesBounds.channels}.`,
    }),
    keyColumn: t.string({ description: 'One series per value of this column.' }),
    decimalComma: t.boolean({ description: 'Whether 1,5 means one and a half.' }),
  }),
})

const StartImportInput = builder.inputType('StartImportInput', {
  description: 'A file about to be sent.',
  fields: t => ({
    fileName: t.string({ required: true, description: 'Name of the file.' }),
    size: t.float({ description: 'Its bytes, where known.' }),
    key: t.string({
      required: true,
      description: 'Series to import into; created when new. With a key column: the prefix of the keys.',
    }),
    plan: t.field({ type: ImportPlanInput, description: 'How to read it [as detected].' }),
    replace: t.boolean({ description: 'Let a different value for a stored instant replace it [false].' }),
  }),
})

const StartImportPayload = builder.objectRef<Import>('StartImportPayload').implement({
  description: 'An import that waits for its file.',
  fields: t => ({
    import: t.field({ type: ImportType, description: 'The import.', resolve: started => started }),
    uploadPath: t.string({
      description: "Send the file's bytes here with PUT; they are stored as they arrive.",
      resolve: started => `/imports/${started.id}`,
    }),
  }),
})

mutation('startImport', {
  description: 'Prepares to import a file, which is then sent with PUT to `uploadPath`.',
  input: StartImportInput,
  payload: StartImportPayload,
  faults: ['INVALID_INPUT', 'INVALID_SERIES_KEY'],
  resolve: (input, { app }) => app.imports.start(input),
})

const CancelImportInput = builder.inputType('CancelImportInput', {
  description: 'Which import to end.',
  fields: t => ({ id: t.globalID({ required: true, for: [ImportType], description: 'As given by `startImport`.' }) }),
})

const ImportPayload = builder.objectRef<Import>('ImportPayload').implement({
  description: 'An import as it is now.',
  fields: t => ({ import: t.field({ type: ImportType, description: 'The import.', resolve: each => each }) }),
})

mutation('cancelImport', {
  description: 'Ends an import wherever it is; what was stored stays.',
  input: CancelImportInput,
  payload: ImportPayload,
  faults: ['INVALID_INPUT', 'IMPORT_NOT_FOUND'],
  resolve: ({ id }, { app }) => app.imports.cancel(id.id),
})

import type { ImportRejection, ImportState } from '@seriema/domain/import'
import { rejectionsKept, rejectionsShown } from '@seriema/domain/import'
import type { ImportOptions } from '../flows/import/run.ts'
import type { Note } from '../sources/file/findings.ts'
import type { Import } from '../store/import.ts'
import type { Series } from '../store/series.ts'
import { builder, type Types } from './builder.ts'
import { closedSet } from './enums.ts'
import { FaultCodeEnum } from './fault.ts'
import { identity, uuid } from './identity.ts'
import { DetectedType, type Found, NoteType } from './import/findings.ts'
import { ImportPlanInput, ImportPlanType } from './import/plan.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { SeriesType } from './series.ts'
import { counted } from './words.ts'

type InputFields = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>

export const ImportStateEnum = closedSet<ImportState>('ImportState', 'How far an import is.', {
  waiting: 'The file has not been sent yet.',
  running: 'The file is being read and stored.',
  completed: 'All of it was read; what could be stored is.',
  failed: 'It ended early; what was stored before stays, and importing again is safe.',
  cancelled: 'Somebody ended it; what was stored before stays.',
  undone: 'Its points were taken back.',
})

export const ImportRejectionType = builder.objectRef<ImportRejection>('ImportRejection').implement({
  extensions: needs('nothing'),
  description: 'A row that was not stored, and why.',
  fields: t => ({
    line: t.exposeFloat('line', { description: '1-based line of the file.' }),
    code: t.expose('code', { type: FaultCodeEnum, description: 'What kind of problem.' }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, in words.' }),
  }),
})

/** Series of an import that are told with it. */
const seriesShown = 100

export const ImportType = builder.objectRef<Import>('Import')
builder.node(ImportType, {
  extensions: needs('nothing'),
  description: 'A file on its way in. Its counts are of what is committed.',
  id: { resolve: each => each.id, parse: uuid, description: identity },
  loadOne: (id, { app }) => (app.reach === null ? app.imports.get(id) : null),
  fields: t => ({
    fileName: t.exposeString('fileName', { description: 'Name of the file.' }),
    key: t.exposeString('key', { description: 'Key of the series it goes into, or what keys begin with.' }),
    plan: t.field({
      type: ImportPlanType,
      description: 'How it was asked to be read.',
      resolve: each => (each.plan as ImportOptions).plan,
    }),
    replace: t.boolean({
      description: 'Whether a different value for a stored instant replaces it.',
      resolve: each => (each.plan as ImportOptions).replace,
    }),
    detected: t.field({
      type: DetectedType,
      nullable: true,
      description: 'What was found out about the file; null until it is opened.',
      resolve: each => each.detected as Found | null,
    }),
    notes: t.field({
      type: [NoteType],
      description: 'What was read another way or not at all, at most fifty.',
      resolve: each => each.notes as readonly Note[],
    }),
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
      description: 'The first rows not stored, each with why.',
      args: {
        first: t.arg.int({
          defaultValue: rejectionsShown,
          description: `How many, at most ${counted(rejectionsShown)}.`,
        }),
      },
      resolve: ({ rejections }, { first }) => rejections.slice(0, Math.max(0, first ?? rejectionsShown)),
    }),
    rejectionsUrl: t.string({
      nullable: true,
      description: `Path of a CSV file with the first ${counted(rejectionsKept)} rows not stored; null where all were.`,
      resolve: each => (each.rejected === 0 ? null : `/imports/${each.id}/rejections`),
    }),
    series: t.field({
      type: [SeriesType],
      description: `The series it went into, the first ${seriesShown}, as far as they still exist.`,
      complexity: { field: 1, multiplier: 10 },
      resolve: async ({ seriesKeys }, _args, { loaders }) => {
        const found = await Promise.all(seriesKeys.slice(0, seriesShown).map(key => loaders.seriesByKey(key)))
        return found.filter((series): series is Series => series !== null)
      },
    }),
    seriesCount: t.int({ description: 'How many series it went into.', resolve: each => each.seriesKeys.length }),
    removed: t.exposeFloat('removed', { nullable: true, description: 'Points taken back, where it was undone.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it failed, when it did.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
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
    extensions: needs('viewer', { everywhere: true }),
    complexity: 1,
    args: { id: t.arg.globalID({ required: true, for: [ImportType], description: 'As given by `startImport`.' }) },
    resolve: (_root, { id }, { app }) => app.imports.get(id.id),
  }),
)

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
  extensions: needs('nothing'),
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
  needs: 'writer',
  makes: ({ id }) => ({ nodes: [{ typename: 'Import', id }] }),
  resolve: (input, { app }) => app.imports.start(input),
})

export const ImportIdInput = (t: InputFields) => ({
  id: t.globalID({ required: true, for: [ImportType], description: 'As given by `startImport`.' }),
})

const CancelImportInput = builder.inputType('CancelImportInput', {
  description: 'Which import to end.',
  fields: ImportIdInput,
})

export const ImportPayload = builder.objectRef<Import>('ImportPayload').implement({
  extensions: needs('nothing'),
  description: 'An import as it is now.',
  fields: t => ({ import: t.field({ type: ImportType, description: 'The import.', resolve: each => each }) }),
})

mutation('cancelImport', {
  description: 'Ends an import wherever it is; what was stored stays.',
  input: CancelImportInput,
  payload: ImportPayload,
  faults: ['INVALID_INPUT', 'IMPORT_NOT_FOUND'],
  needs: 'writer',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => app.imports.cancel(id.id),
})

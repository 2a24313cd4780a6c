import { type ImportPreview, previewFile } from '../sources/file/preview.ts'
import { headSize } from '../sources/file/read.ts'
import { builder } from './builder.ts'
import { outcome } from './fault.ts'
import { ImportPlanInput, ImportRejectionType } from './import.ts'
import { PointWindowType } from './point.ts'

const ImportColumnType = builder.objectRef<ImportPreview['columns'][number]>('ImportColumn').implement({
  description: 'A column of a file.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its header, or a name made up where there is none.' }),
    position: t.exposeInt('position', { description: '0-based place in the row.' }),
    numeric: t.exposeBoolean('numeric', { description: 'Whether it holds numbers.' }),
    time: t.exposeBoolean('time', { description: 'Whether it holds times.' }),
    sample: t.exposeStringList('sample', { description: 'Its first cells, as they are in the file.' }),
  }),
})

const ImportPreviewType = builder.objectRef<ImportPreview>('ImportPreview').implement({
  description: 'How a file would be read, and what would come of it.',
  fields: t => ({
    delimiter: t.exposeString('delimiter', { description: 'What stands between cells.' }),
    header: t.exposeBoolean('header', { description: 'Whether the first row holds names.' }),
    columns: t.field({ type: [ImportColumnType], description: 'All columns.', resolve: preview => preview.columns }),
    timeColumn: t.exposeString('timeColumn', { description: 'Column of the instants.' }),
    timeFormat: t.exposeString('timeFormat', {
      description: 'How they are written: `ISO 8601`, `epoch s`, `epoch ms`, or a pattern such as `DD/MM/YYYY HH:mm`.',
    }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of times without an offset.' }),
    keyColumn: t.exposeString('keyColumn', {
      nullable: true,
      description: 'Column whose values each become a series; null: one series.',
    }),
    valueColumns: t.exposeStringList('valueColumns', { description: 'Columns that become channels, in order.' }),
    decimalComma: t.exposeBoolean('decimalComma', { description: 'Whether 1,5 means one and a half.' }),
    rows: t.field({
      type: PointWindowType,
      description: 'The first rows as they will be stored: times and one column per channel.',
      resolve: ({ rows: { times, channels } }) => ({
        times,
        values: channels,
        rollingMean: null,
        total: times.length,
        downsampled: false,
      }),
    }),
    problems: t.field({
      type: [ImportRejectionType],
      description: 'Rows among the first that could not be stored, each with why.',
      resolve: preview => preview.problems,
    }),
  }),
})

const PreviewImportInput = builder.inputType('PreviewImportInput', {
  description: 'The beginning of a file.',
  fields: t => ({
    head: t.string({ required: true, description: `Its first part as text; ${headSize / 1_024} kB is plenty.` }),
    plan: t.field({ type: ImportPlanInput, description: 'What is known better than it can be detected.' }),
  }),
})

const PreviewImportResult = outcome('PreviewImportResult', {
  description: 'How a file would be read, or why it cannot be.',
  payload: ImportPreviewType,
  faults: ['INVALID_INPUT', 'UNREADABLE_FILE'],
})

builder.queryField('previewImport', t =>
  t.field({
    type: PreviewImportResult.type,
    description: "Detects a CSV file's layout from its first part and shows what would be stored.",
    complexity: 10,
    args: { input: t.arg({ type: PreviewImportInput, required: true, description: 'The beginning of the file.' }) },
    resolve: (_root, { input: { head, plan } }) => PreviewImportResult.settle(() => previewFile(head, plan ?? {})),
  }),
)

import { Fault } from '@seriema/domain/fault'
import type { ImportTarget } from '../flows/import/target.ts'
import { lookAtTarget } from '../flows/import/target.ts'
import { bounded } from '../sources/file/found.ts'
import type { FileColumn, ImportPreview } from '../sources/file/preview.ts'
import { readColumns, readPreview } from '../sources/file/preview.ts'
import { headOf, headSize } from '../sources/file/read.ts'
import { builder } from './builder.ts'
import { outcome } from './fault.ts'
import { FileFindings, type Found, NoteType } from './import/findings.ts'
import { ImportPlanInput } from './import/plan.ts'
import { ImportRejectionType } from './import.ts'
import { needs } from './needs.ts'
import { PointWindowType } from './point.ts'
import { SeriesType } from './series.ts'
import { StepType } from './step.ts'

const columnsShown = 500

const ImportColumnType = builder.objectRef<FileColumn>('ImportColumn').implement({
  extensions: needs('nothing'),
  description: 'A column of a file.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its header, or a name made up where there is none.' }),
    position: t.exposeInt('position', { description: '0-based place in the row.' }),
    numeric: t.exposeBoolean('numeric', { description: 'Whether it holds numbers.' }),
    time: t.exposeBoolean('time', { description: 'Whether it holds times.' }),
    sample: t.exposeStringList('sample', { description: 'Its first cells, as they are in the file.' }),
  }),
})

const ContradictionType = builder.objectRef<ImportTarget['contradictions'][number]>('ImportContradiction').implement({
  extensions: needs('nothing'),
  description: 'A row whose instant is stored with another value.',
  fields: t => ({
    key: t.exposeString('key', { description: 'Key of the series.' }),
    at: t.expose('at', { type: 'DateTime', description: 'The instant.' }),
    stored: t.field({
      type: 'Values',
      description: 'What is stored, one value per channel of the series.',
      resolve: each => Float64Array.from(each.stored),
    }),
    given: t.field({
      type: 'Values',
      description: 'What the file says, one value per channel of the series.',
      resolve: each => Float64Array.from(each.given),
    }),
  }),
})

const ImportTargetType = builder.objectRef<ImportTarget>('ImportTarget').implement({
  extensions: needs('nothing'),
  description: 'What the rows looked at would meet in the series they go into.',
  fields: t => ({
    series: t.exposeInt('series', { description: 'How many series they would go into.' }),
    existing: t.expose('existing', { type: [SeriesType], description: 'Those that are there, the first 100.' }),
    existingCount: t.exposeInt('existingCount', { description: 'How many are there.' }),
    lacking: t.exposeStringList('lacking', {
      description: 'Channels that a series has and the file lacks: they stay missing.',
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why the import would fail; null where nothing is in its way.',
    }),
    fresh: t.exposeInt('fresh', { description: 'Rows that would be stored.' }),
    same: t.exposeInt('same', { description: 'Rows that are stored already with the same values.' }),
    different: t.exposeInt('different', { description: 'Rows whose instant is stored with other values.' }),
    contradictions: t.expose('contradictions', { type: [ContradictionType], description: 'The first five of these.' }),
  }),
})

type Shown = Omit<ImportPreview, keyof Found> & Found & { readonly target: ImportTarget | null }

const ImportPreviewType = builder.objectRef<Shown>('ImportPreview').implement({
  extensions: needs('nothing'),
  description: 'How a file would be read, and what would come of it.',
  interfaces: [FileFindings],
  fields: t => ({
    columns: t.field({
      type: [ImportColumnType],
      description: `All columns, the first ${columnsShown}.`,
      resolve: preview => preview.columns.slice(0, columnsShown),
    }),
    columnCount: t.int({ description: 'How many columns there are.', resolve: preview => preview.columns.length }),
    notes: t.field({
      type: [NoteType],
      description: 'What among the lines looked at was read another way, or is no row.',
      resolve: preview => preview.notes,
    }),
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
    step: t.expose('step', {
      type: StepType,
      nullable: true,
      description:
        'From one point to the next in the series that most of the rows looked at go into; null where they do not tell.',
    }),
    problems: t.field({
      type: [ImportRejectionType],
      description: 'Rows among the first that could not be stored, each with why; doubtful guesses come first.',
      resolve: preview => preview.problems,
    }),
    target: t.expose('target', {
      type: ImportTargetType,
      nullable: true,
      description: 'What it would meet in the series of `key`; null where no key was given.',
    }),
  }),
})

const PreviewImportInput = builder.inputType('PreviewImportInput', {
  description: 'The beginning of a file: `bytes`, so that its encoding is told from them, or `head`.',
  fields: t => ({
    head: t.string({ description: `Its first part as text; ${headSize} bytes decide, more are not looked at.` }),
    bytes: t.string({ description: `Its first ${headSize} bytes in base64, all of them where it has fewer.` }),
    plan: t.field({ type: ImportPlanInput, description: 'What is known better than it can be detected.' }),
    key: t.string({
      description: 'Series to import into, or what keys begin with: says what the rows would meet there.',
    }),
  }),
})

interface Head {
  readonly head?: string | null | undefined
  readonly bytes?: string | null | undefined
}

const longest = Math.ceil(headSize / 3) * 4

/** Throws INVALID_INPUT. */
function headIn({ head, bytes }: Head): Promise<Uint8Array> | string {
  if (bytes == null) {
    if (head == null) throw new Fault('INVALID_INPUT', 'give the beginning of the file, as `bytes` or as `head`')
    return head
  }
  if (bytes.length > longest || !/^[A-Za-z0-9+/]*={0,2}$/.test(bytes))
    throw new Fault('INVALID_INPUT', `bytes are the first ${headSize} of the file in base64`)
  return headOf(Buffer.from(bytes, 'base64'))
}

const PreviewImportResult = outcome('PreviewImportResult', {
  description: 'How a file would be read, or why it cannot be.',
  payload: ImportPreviewType,
  faults: ['INVALID_INPUT', 'INVALID_SERIES_KEY', 'UNREADABLE_FILE'],
})

builder.queryField('previewImport', t =>
  t.field({
    type: PreviewImportResult.type,
    description: "Detects a CSV file's layout from its first part and shows what would be stored.",
    extensions: needs('writer', { everywhere: true }),
    complexity: 10,
    args: { input: t.arg({ type: PreviewImportInput, required: true, description: 'The beginning of the file.' }) },
    resolve: (_root, { input }, { app }) =>
      PreviewImportResult.settle(async () => {
        const read = readPreview(await headIn(input), { ...input.plan, readAt: app.clock() })
        const target = input.key == null ? null : await lookAtTarget(app, input.key, read)
        return { ...read.preview, ...bounded(read.preview), target }
      }),
  }),
)

const FileColumnsType = builder.objectRef<ReturnType<typeof readColumns>>('FileColumns').implement({
  extensions: needs('nothing'),
  description: 'The columns of a file, whatever they hold.',
  fields: t => ({
    delimiter: t.exposeString('delimiter', { description: 'What stands between cells.' }),
    header: t.exposeBoolean('header', { description: 'Whether a row holds names.' }),
    columns: t.field({
      type: [ImportColumnType],
      description: `All columns, the first ${columnsShown}.`,
      resolve: found => found.columns.slice(0, columnsShown),
    }),
  }),
})

const FileColumnsResult = outcome('FileColumnsResult', {
  description: 'The columns of a file, or why it has none.',
  payload: FileColumnsType,
  faults: ['INVALID_INPUT', 'UNREADABLE_FILE'],
})

builder.queryField('fileColumns', t =>
  t.field({
    type: FileColumnsResult.type,
    description: 'The columns of a CSV file, for choosing its time where `previewImport` finds none.',
    extensions: needs('writer', { everywhere: true }),
    complexity: 10,
    args: { input: t.arg({ type: PreviewImportInput, required: true, description: 'The beginning of the file.' }) },
    resolve: (_root, { input }) =>
      FileColumnsResult.settle(async () => readColumns(await headIn(input), input.plan ?? {})),
  }),
)

import type { PointColumns } from '@seriema/domain/point'
import type { Step } from '@seriema/domain/step'
import { numericShare } from './choose/values.ts'
import { detectLayout } from './detect.ts'
import { detectEncoding } from './encoding.ts'
import type { Note } from './findings.ts'
import { createNotes } from './findings.ts'
import type { FoundInFile } from './found.ts'
import { foundIn } from './found.ts'
import type { ImportPlan, Layout } from './plan.ts'
import { headSize, headText, noteHeading, wholeLines } from './read.ts'
import { createRecordReader, detectNewline } from './records.ts'
import type { Row, RowRejection } from './rows.ts'
import { stepOfRows } from './step-of-rows.ts'
import { readTable } from './table/table.ts'
import { createRowTaker } from './take-rows.ts'

export interface ImportPreview extends FoundInFile {
  readonly columns: readonly FileColumn[]
  /** What among the lines looked at was read another way, or is no row. */
  readonly notes: readonly Note[]
  /** The first rows as they will be stored, in the order of the file: one column per channel. */
  readonly rows: PointColumns
  /** From one point to the next in the series that most of the rows looked at go into; null where they do not tell. */
  readonly step: Step | null
  readonly problems: readonly RowRejection[]
}

export interface FileColumn {
  readonly name: string
  /** 0-based. */
  readonly position: number
  readonly numeric: boolean
  readonly time: boolean
  readonly sample: readonly string[]
}

/** A preview with all the rows it was made from. */
export interface HeadReading {
  readonly preview: ImportPreview
  readonly layout: Layout
  readonly rows: readonly Row[]
}

const shown = { rows: 20, sample: 5, cell: 200, problems: 50 }
/** A text that is shorter is taken for the whole of a file. */
const wholeText = 16_384

/** What an import of a file that begins with `head` would do. Throws UNREADABLE_FILE, INVALID_INPUT. */
export const previewFile = (head: string | Uint8Array, plan: ImportPlan = {}): ImportPreview =>
  readPreview(head, plan).preview

/** The same, with the rows. */
export function readPreview(head: string | Uint8Array, plan: ImportPlan = {}): HeadReading {
  const bytes = typeof head === 'string' ? null : head.subarray(0, headSize)
  const text = bytes === null ? startOf(head as string) : headText(bytes)
  const complete = bytes === null ? head.length < wholeText : bytes.length < headSize
  const detection = detectLayout(text, plan, complete)
  const { layout, samples } = detection
  const { columns, timeColumns, valueColumns, delimiter } = layout
  const notes = createNotes()
  noteHeading(detection, notes)
  if (bytes === null && text.includes('\ufffd'))
    notes.add('encoding', 'some characters are not in the encoding this text was read with: send the file itself', 1)
  const reader = createRecordReader({ delimiter, newline: detectNewline(text), width: columns.length })
  const taker = createRowTaker(layout, notes)
  taker.take([...reader.push(text), ...reader.end()])
  if (complete) taker.end()
  const read = taker.drain()
  const rows = read.rows.slice(0, shown.rows)
  const doubts = detection.guesses.filter(guess => guess.doubtful)
  const problems: RowRejection[] = [
    ...doubts.map(({ message }) => ({ line: layout.dataFrom, code: 'INVALID_INPUT' as const, message })),
    ...read.rejections,
  ]
  const preview: ImportPreview = {
    ...foundIn(detection, bytes === null ? null : detectEncoding(bytes)),
    columns: columns.map((name, position) => ({
      name,
      position,
      numeric:
        valueColumns.includes(position) ||
        numericShare(samples[position]!.slice(0, 500), detection.commaOf(position)) >= 0.8,
      time: timeColumns.includes(position),
      sample: sampleOf(samples[position]!),
    })),
    notes: notes.list(),
    rows: {
      times: Float64Array.from(rows, row => row.at),
      channels: layout.channels.map((_, channel) => Float64Array.from(rows, row => row.values[channel] ?? Number.NaN)),
    },
    step: stepOfRows(read.rows, layout.timeZone),
    problems: problems.slice(0, shown.problems),
  }
  return { preview, layout, rows: read.rows }
}

/** The columns of a file whatever they hold, by which its time can be chosen where none is found. Throws UNREADABLE_FILE. */
export function readColumns(
  head: string | Uint8Array,
  plan: ImportPlan = {},
): Pick<ImportPreview, 'delimiter' | 'header' | 'columns'> {
  const text = typeof head === 'string' ? startOf(head) : headText(head.subarray(0, headSize))
  const { delimiter, heading, columns, rows } = readTable(text, plan)
  return {
    delimiter,
    header: heading.names !== null,
    columns: columns.map((name, position) => {
      const cells = rows.slice(0, 500).map(row => row[position]!)
      return { name, position, numeric: numericShare(cells, false) >= 0.8, time: false, sample: sampleOf(cells) }
    }),
  }
}

const sampleOf = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, shown.sample).map(cell => cell.slice(0, shown.cell))

/** A browser cuts a file anywhere; a short text is taken for the whole of it. */
const startOf = (head: string): string => {
  const start = head.slice(0, headSize).replace(/^\ufeff/, '')
  return head.length < wholeText ? start : wholeLines(start)
}

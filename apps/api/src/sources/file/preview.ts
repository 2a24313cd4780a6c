import type { PointColumns } from '@seriema/domain/point'
import { numericShare } from './choose/values.ts'
import { detectLayout } from './detect.ts'
import type { Encoding } from './encoding.ts'
import { detectEncoding } from './encoding.ts'
import type { Guess, KeyCandidate, LeftOut, Note, SuspiciousValue } from './findings.ts'
import { createNotes } from './findings.ts'
import type { ImportPlan, LayoutChannel } from './plan.ts'
import { headSize, headText, noteHeading, wholeLines } from './read.ts'
import { createRecordReader, detectNewline } from './records.ts'
import type { RowRejection } from './rows.ts'
import { createRowTaker } from './take-rows.ts'

export interface ImportPreview {
  readonly delimiter: string
  readonly header: boolean
  readonly columns: readonly {
    readonly name: string
    /** 0-based. */
    readonly position: number
    readonly numeric: boolean
    readonly time: boolean
    readonly sample: readonly string[]
  }[]
  /** `date + time` where several columns make the instant. */
  readonly timeColumn: string
  readonly timeFormat: string
  /** What comes first in its dates; null where that is no question. */
  readonly dateOrder: 'day' | 'month' | 'year' | null
  readonly timeZone: string
  /** Zone the file itself names, in its header or before it; null where it names none. */
  readonly zoneSaid: string | null
  /** `host + field` where several columns tell series apart. */
  readonly keyColumn: string | null
  readonly keyCandidates: readonly KeyCandidate[]
  readonly valueColumns: readonly string[]
  /** What the series will have: one per value column, or one where each value column is an instant. */
  readonly channels: readonly LayoutChannel[]
  /** Whether each value column is an instant of its own, such as an hour of the day. */
  readonly columnsAreInstants: boolean
  readonly decimalComma: boolean
  /** Whether a cell among those looked at proves a decimal sign. */
  readonly decimalProven: boolean
  /** null where a text was given, not bytes. */
  readonly encoding: Encoding | null
  readonly newestFirst: boolean
  readonly leftOut: readonly LeftOut[]
  readonly guesses: readonly Guess[]
  readonly suspicious: readonly SuspiciousValue[]
  /** What among the lines looked at was read another way, or is no row. */
  readonly notes: readonly Note[]
  /** The first rows as they will be stored, in the order of the file: one column per channel. */
  readonly rows: PointColumns
  readonly problems: readonly RowRejection[]
}

const shown = { rows: 20, sample: 5, cell: 200, problems: 50 }
/** A text that is shorter is taken for the whole of a file. */
const wholeText = 16_384

/** What an import of a file that begins with `head` would do. Throws UNREADABLE_FILE, INVALID_INPUT. */
export function previewFile(head: string | Uint8Array, plan: ImportPlan = {}): ImportPreview {
  const bytes = typeof head === 'string' ? null : head.subarray(0, headSize)
  const text = bytes === null ? startOf(head as string) : headText(bytes)
  const complete = bytes === null ? head.length < wholeText : bytes.length < headSize
  const detection = detectLayout(text, plan, complete)
  const { layout, samples } = detection
  const { columns, timeColumns, valueColumns, keyColumns, delimiter, timeFormat } = layout
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
  const names = (places: readonly number[]) => places.map(column => columns[column]!).join(' + ')
  return {
    delimiter,
    header: layout.header,
    columns: columns.map((name, position) => ({
      name,
      position,
      numeric:
        valueColumns.includes(position) || numericShare(samples[position]!.slice(0, 500), layout.decimalComma) >= 0.8,
      time: timeColumns.includes(position),
      sample: samples[position]!.slice(0, shown.sample).map(cell => cell.slice(0, shown.cell)),
    })),
    timeColumn: names(timeColumns),
    timeFormat,
    dateOrder: orderOf(timeFormat),
    timeZone: layout.timeZone,
    zoneSaid: detection.zoneSaid,
    keyColumn: keyColumns.length === 0 ? null : names(keyColumns),
    keyCandidates: detection.keyCandidates,
    valueColumns: valueColumns.map(column => columns[column]!),
    channels: layout.channels,
    columnsAreInstants: layout.spread !== null,
    decimalComma: layout.decimalComma,
    decimalProven: layout.decimalProven,
    encoding: bytes === null ? null : detectEncoding(bytes),
    newestFirst: layout.newestFirst,
    leftOut: detection.leftOut,
    guesses: detection.guesses,
    suspicious: detection.suspicious,
    notes: notes.list(),
    rows: {
      times: Float64Array.from(rows, row => row.at),
      channels: layout.channels.map((_, channel) => Float64Array.from(rows, row => row.values[channel] ?? Number.NaN)),
    },
    problems: problems.slice(0, shown.problems),
  }
}

function orderOf(format: string): ImportPreview['dateOrder'] {
  const first = /D|M|Y/.exec(format)?.[0]
  if (!/D/.test(format) || !/M/.test(format) || format.includes('MMM')) return null
  return first === 'D' ? 'day' : first === 'M' ? 'month' : 'year'
}

/** A browser cuts a file anywhere; a short text is taken for the whole of it. */
const startOf = (head: string): string => {
  const start = head.slice(0, headSize).replace(/^\ufeff/, '')
  return head.length < wholeText ? start : wholeLines(start)
}

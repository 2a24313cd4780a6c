import type { PointColumns } from '@seriema/domain/point'
import { detectLayout } from './detect.ts'
import { numericShare } from './detect-columns.ts'
import type { ImportPlan } from './plan.ts'
import { headSize, headText, wholeLines } from './read.ts'
import { createRecordReader, detectNewline } from './records.ts'
import type { Row, RowRejection } from './rows.ts'
import { createRowReader, isRejection } from './rows.ts'

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
  /** `date + time` where two columns make the instant. */
  readonly timeColumn: string
  readonly timeFormat: string
  readonly timeZone: string
  readonly keyColumn: string | null
  readonly valueColumns: readonly string[]
  readonly decimalComma: boolean
  /** The first rows as they will be stored, in the order of the file: one column per channel. */
  readonly rows: PointColumns
  readonly problems: readonly RowRejection[]
}

const shown = { rows: 20, sample: 5, problems: 50 }

/** What an import of a file that begins with `head` would do. Throws UNREADABLE_FILE, INVALID_INPUT. */
export function previewFile(head: string | Uint8Array, plan: ImportPlan = {}): ImportPreview {
  const text = typeof head === 'string' ? startOf(head) : headText(head.subarray(0, headSize))
  const { layout, samples, doubts } = detectLayout(text, plan)
  const { columns, timeColumns, valueColumns, keyColumn, delimiter } = layout
  const reader = createRecordReader({ delimiter, newline: detectNewline(text), width: columns.length })
  const records = [...reader.push(text), ...reader.end()].slice(layout.header ? 1 : 0)
  const read = records.map(createRowReader(layout))
  const rows = read.filter((row): row is Row => !isRejection(row)).slice(0, shown.rows)
  const firstLine = records[0]?.line ?? 1
  const problems: RowRejection[] = [
    ...doubts.map(message => ({ line: firstLine, code: 'INVALID_INPUT' as const, message })),
    ...read.filter(isRejection),
  ]
  const { header, timeFormat, timeZone, decimalComma } = layout
  return {
    ...{ delimiter, header, timeFormat, timeZone, decimalComma },
    columns: columns.map((name, position) => ({
      name,
      position,
      numeric: numericShare(samples[position]!, decimalComma) >= 0.8,
      time: timeColumns.includes(position),
      sample: samples[position]!.slice(0, shown.sample),
    })),
    timeColumn: timeColumns.map(column => columns[column]!).join(' + '),
    keyColumn: keyColumn === null ? null : columns[keyColumn]!,
    valueColumns: valueColumns.map(column => columns[column]!),
    rows: {
      times: Float64Array.from(rows, row => row.at),
      channels: valueColumns.map((_, channel) => Float64Array.from(rows, row => row.values[channel] ?? Number.NaN)),
    },
    problems: problems.slice(0, shown.problems),
  }
}

/** A browser cuts a file anywhere; a short text is taken for the whole of it. */
const startOf = (head: string): string => (head.length < headSize / 4 ? head : wholeLines(head)).replace(/^\ufeff/, '')

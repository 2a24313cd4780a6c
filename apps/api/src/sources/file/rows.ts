import type { FaultCode } from '@seriema/domain/fault'
import { isMissing, parseNumber } from './number-format.ts'
import type { Layout } from './plan.ts'
import type { FileRecord } from './records.ts'
import type { TimeReader } from './time-format.ts'
import { compileTimeFormat, explainTime } from './time-format.ts'
import { openTimeZone } from './time-zone.ts'

/** A row that can be stored. */
export interface Row {
  /** 1-based line of the file it starts at. */
  readonly line: number
  /** What stands in the key column, trimmed; empty without one. */
  readonly key: string
  /** Epoch milliseconds. */
  readonly at: number
  /** One per value column, null where missing. */
  readonly values: readonly (number | null)[]
}

export interface RowRejection {
  readonly line: number
  readonly code: FaultCode
  readonly message: string
}

export type RowReader = (record: FileRecord) => Row | RowRejection

export const isRejection = (row: Row | RowRejection): row is RowRejection => 'code' in row

/** Reads rows one after the other as `layout` says. Throws INVALID_INPUT for a zone or format there is not. */
export function createRowReader(layout: Layout): RowReader {
  const zone = openTimeZone(layout.timeZone)
  const readTime = compileTimeFormat(layout.timeFormat, zone)
  const instants = createTimeline(readTime)
  const { keyColumn, timeColumns, valueColumns, decimalComma } = layout
  const width = layout.columns.length
  const [first] = timeColumns

  return record => {
    const { line, cells } = record
    if (cells === undefined) return { line, code: 'INVALID_INPUT', message: record.problem }
    if (cells.length !== width && !isPadded(cells, width))
      return { line, code: 'INVALID_INPUT', message: `${cells.length} columns instead of ${width}` }
    const key = keyColumn === null ? '' : cells[keyColumn]!.trim()
    if (keyColumn !== null && isMissing(key))
      return {
        line,
        code: 'INVALID_SERIES_KEY',
        message: `no ${layout.columns[keyColumn]}: the row belongs to no series`,
      }
    const time = timeColumns.length === 1 ? cells[first!]! : timeColumns.map(column => cells[column]!).join(' ')
    const at = instants(key, time)
    if (Number.isNaN(at))
      return { line, code: 'INVALID_TIMESTAMP', message: explainTime(time, layout.timeFormat, zone) }
    const values: (number | null)[] = []
    for (const column of valueColumns) {
      const cell = cells[column]!
      const value = parseNumber(cell, decimalComma)
      if (Number.isNaN(value) && !isMissing(cell))
        return { line, code: 'INVALID_VALUE', message: `${layout.columns[column]}: '${short(cell)}' is not a number` }
      values.push(Number.isNaN(value) ? null : value)
    }
    return { line, key, at, values }
  }
}

/** Each key's rows are in an order of their own, which tells apart the two passes of an hour shown twice. */
function createTimeline(read: TimeReader): (key: string, time: string) => number {
  const previous = new Map<string, number>()
  return (key, time) => {
    const at = read(time, previous.get(key))
    if (!Number.isNaN(at)) previous.set(key, at)
    return at
  }
}

/** A delimiter too many at the end of a row is no harm. */
const isPadded = (cells: readonly string[], width: number): boolean =>
  cells.length > width && cells.slice(width).every(cell => cell.trim() === '')

const short = (cell: string): string => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell)

import { Fault } from '@seriema/domain/fault'
import type { ImportRejection } from '@seriema/domain/import'
import type { RowChunk } from './read.ts'
import type { Row } from './rows.ts'
import type { SeriesKeys } from './series-key.ts'

/** Rows of one series: each with the line it comes from, no instant twice. */
export interface SeriesRows {
  readonly key: string
  /** What the key column says; empty without one. */
  readonly said: string
  readonly lines: number[]
  readonly times: number[]
  /** One column per value column, null where missing. */
  readonly values: (number | null)[][]
  readonly places: Map<number, number>
}

/** The rows of a chunk, series by series, and what can be said of the others without asking the database. */
export interface GatheredRows {
  readonly rowsRead: number
  readonly series: readonly SeriesRows[]
  readonly duplicates: number
  readonly conflicts: number
  readonly rejections: readonly ImportRejection[]
}

/** The same instant twice is a duplicate or a conflict, as it would be had the first been stored already. */
export function gather(chunk: RowChunk, keyOf: SeriesKeys, width: number, replace: boolean): GatheredRows {
  const series = new Map<string, SeriesRows>()
  const rejections: ImportRejection[] = [...chunk.rejections]
  let duplicates = 0
  let conflicts = 0
  for (const row of chunk.rows) {
    const key = keyOf(row.key)
    if (key instanceof Fault) {
      rejections.push({ line: row.line, code: key.code, message: key.message })
      continue
    }
    let rows = series.get(key)
    if (rows === undefined) {
      rows = { key, said: row.key, lines: [], times: [], values: columns(width), places: new Map() }
      series.set(key, rows)
    }
    const place = rows.places.get(row.at)
    if (place === undefined) add(rows, row)
    else if (row.values.every((value, column) => value === rows.values[column]![place])) duplicates++
    else {
      conflicts++
      if (replace) put(rows, row, place)
      else rejections.push(conflict(rows, row, place))
    }
  }
  const rowsRead = chunk.rows.length + chunk.rejections.length
  return { rowsRead, series: [...series.values()], duplicates, conflicts, rejections }
}

const columns = (width: number): (number | null)[][] => Array.from({ length: width }, () => [])

function add(rows: SeriesRows, row: Row): void {
  const place = rows.times.length
  rows.places.set(row.at, place)
  rows.lines.push(row.line)
  rows.times.push(row.at)
  put(rows, row, place)
}

function put(rows: SeriesRows, row: Row, place: number): void {
  row.values.forEach((value, column) => {
    rows.values[column]![place] = value
  })
}

function conflict(rows: SeriesRows, row: Row, place: number): ImportRejection {
  const before = rows.values.map(column => column[place])
  const message = `${show(row.values)} here, ${show(before)} for the same instant on line ${rows.lines[place]}, which stands`
  return { line: row.line, code: 'VALUE_CONFLICT', message }
}

const show = (point: readonly (number | null | undefined)[]): string =>
  point.map(value => (value == null ? 'missing' : String(value))).join(', ')

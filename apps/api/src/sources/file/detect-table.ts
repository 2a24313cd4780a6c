import { Fault } from '@seriema/domain/fault'
import { numericShare } from './detect-columns.ts'
import { detectTimeFormat } from './detect-time.ts'
import { detectDecimalComma, isMissing, parseNumber } from './number-format.ts'
import type { FileRecord } from './records.ts'
import { createRecordReader, detectNewline } from './records.ts'

const delimiters = [',', ';', '\t', '|'] as const
const sampleRows = 500

export const unreadable = (why: string): Fault =>
  new Fault('UNREADABLE_FILE', `this is not a CSV file of points: ${why}. Name delimiter and columns if it is one`)

/** The one under which most rows are equally wide and most cells mean something. */
export function detectDelimiter(
  head: string,
  given: string | null | undefined,
): { delimiter: string; rows: string[][] } {
  if (given != null) {
    if (given.length !== 1 || /["\r\n]/.test(given))
      throw new Fault(
        'INVALID_INPUT',
        'delimiter is one character, such as , or ; and neither a quote nor a line break',
      )
    return { delimiter: given, rows: readRows(head, given) }
  }
  let best = { delimiter: '', rows: [] as string[][], score: 0 }
  for (const delimiter of delimiters) {
    const rows = readRows(head, delimiter)
    const width = modalWidth(rows)
    const wide = rows.filter(row => row.length === width)
    if (width < 2) continue
    const cells = wide.slice(1, 100).flat()
    const comma = detectDecimalComma(cells, delimiter)
    const meant = cells.filter(cell => isMeant(cell, comma)).length / Math.max(1, cells.length)
    const score = (wide.length / rows.length) * (0.1 + meant)
    if (score > best.score) best = { delimiter, rows, score }
  }
  if (best.delimiter === '') throw unreadable('no comma, semicolon, tab or | parts its lines into columns')
  return best
}

const isMeant = (cell: string, decimalComma: boolean): boolean =>
  isMissing(cell) || !Number.isNaN(parseNumber(cell, decimalComma)) || detectTimeFormat([cell]) !== null

function readRows(head: string, delimiter: string): string[][] {
  const reader = createRecordReader({ delimiter, newline: detectNewline(head), width: null })
  const records: FileRecord[] = [...reader.push(head), ...reader.end()]
  return records.flatMap(record => (record.cells === undefined ? [] : [[...record.cells]])).slice(0, sampleRows)
}

/** How many cells most rows have. */
export function modalWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].reduce((best, [width, count]) => (count > best[1] ? [width, count] : best), [0, 0])[0]
}

/** A first row is a header when a column below holds numbers or times and its own cell there is neither. */
export function detectHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows
  if (rest.length === 0) return !first!.some(cell => isMeant(cell, false))
  return first!.some((cell, column) => {
    const below = rest.slice(0, 100).map(row => row[column]!)
    if (detectTimeFormat(below) !== null && numericShare(below, false) < 0.5) return detectTimeFormat([cell]) === null
    const comma = detectDecimalComma(below, ';')
    return numericShare(below, comma) >= 0.8 && !isMissing(cell) && Number.isNaN(parseNumber(cell, comma))
  })
}

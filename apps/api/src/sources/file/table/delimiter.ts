import { Fault } from '@seriema/domain/fault'
import { dissectNumber } from '../numbers/cell.ts'
import { isMissing, readSwitch } from '../numbers/words.ts'
import type { FileRecord } from '../records.ts'
import { createRecordReader, detectNewline } from '../records.ts'

const delimiters = [',', ';', '\t', '|'] as const
/** Rows and cells that are looked at to choose a delimiter. */
const sample = { characters: 65_536, cells: 2_000 }

export const unreadable = (why: string): Fault =>
  new Fault('UNREADABLE_FILE', `this is not a CSV file of points: ${why}. Name delimiter and columns if it is one`)

/** What spreadsheets write in the first line: `sep=;`. null where there is none. */
export const delimiterHint = (head: string): string | null => /^\ufeff?sep=(.)\r?(?:\n|$)/i.exec(head)?.[1] ?? null

/** The one under which most rows are equally wide and most cells mean something. Throws UNREADABLE_FILE, INVALID_INPUT. */
export function detectDelimiter(head: string, given: string | null | undefined): string {
  if (given != null) {
    if (given.length !== 1 || /["\r\n]/.test(given))
      throw new Fault(
        'INVALID_INPUT',
        'delimiter is one character, such as , or ; and neither a quote nor a line break',
      )
    return given
  }
  const hint = delimiterHint(head)
  if (hint !== null && hint !== '"') return hint
  const cut = head.slice(0, sample.characters)
  const start = head.length > cut.length ? cut.slice(0, cut.lastIndexOf('\n') + 1) || cut : cut
  let best = { delimiter: '', score: 0 }
  for (const delimiter of delimiters) {
    const score = scoreOf(start, delimiter)
    if (score > best.score) best = { delimiter, score }
  }
  if (best.delimiter === '' && scoreOf(start, ' ') > 0.6) return ' '
  if (best.delimiter === '') throw noColumns
  return best.delimiter
}

export const noColumns = unreadable('no comma, semicolon, tab or | parts its lines into columns')

function scoreOf(head: string, delimiter: string): number {
  const rows = readRecords(head, delimiter).flatMap(({ cells, comment }) => (comment ? [] : [cells]))
  const width = modalWidth(rows)
  if (width < 2) return 0
  const wide = rows.filter(row => row.length === width)
  const cells: string[] = []
  for (const row of wide.length > 1 ? wide.slice(1) : wide) {
    if (cells.length >= sample.cells) break
    for (let i = 0; i < row.length && cells.length < sample.cells; i++) cells.push(row[i]!)
  }
  return (wide.length / rows.length) * (0.1 + cells.filter(isMeant).length / Math.max(1, cells.length))
}

/** Whether a cell is missing, a number or looks like a time: what it holds is not read yet. */
export const isMeant = (cell: string): boolean =>
  isMissing(cell) || dissectNumber(cell) !== null || looksLikeTime(cell) || !Number.isNaN(readSwitch(cell.trim()))

/** Another delimiter in a cell says that it is two. */
const looksLikeTime = (cell: string): boolean =>
  cell.length < 80 &&
  !/[;\t|"]/.test(cell) &&
  /\d[-/.:]\d|\d{4}[QWM-]|\d{1,2}[ .-]\p{L}{3,}|^\p{L}{3,}[ ./-]+\d/u.test(cell)

/** Rows and comments of a text; what is no row is left out. */
export function readRecords(head: string, delimiter: string): Extract<FileRecord, { cells: readonly string[] }>[] {
  const reader = createRecordReader({ delimiter, newline: detectNewline(head), width: null })
  return [...reader.push(head), ...reader.end()].filter(
    (record): record is Extract<FileRecord, { cells: readonly string[] }> => record.cells !== undefined,
  )
}

/** How many cells most rows have. */
export function modalWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].reduce((best, [width, count]) => (count > best[1] ? [width, count] : best), [0, 0])[0]
}

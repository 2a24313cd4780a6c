import { isUnit } from '../numbers/units.ts'
import { isMissing } from '../numbers/words.ts'
import type { Kind } from './kinds.ts'
import { isData } from './kinds.ts'
import { timeName } from './names.ts'

/** A line of the file that is a row of cells. */
export interface Line {
  readonly line: number
  readonly cells: readonly string[]
  readonly comment: boolean
}

/** What stands before the rows of data. */
export interface Heading {
  /** Cells of the header, one per column; null where the file names none. */
  readonly names: readonly string[] | null
  /** What a row below the header says of units, one per column. */
  readonly units: readonly string[] | null
  /** Lines before the header, and between it and the data, that are neither: as written, joined. */
  readonly preamble: readonly { readonly line: number; readonly text: string }[]
  /** Line the header stands on; 0 for none. */
  readonly line: number
  /** Line that rows are read from. */
  readonly dataFrom: number
}

/**
 * Finds the header over the whole of what is known: the first row of data is the first that reads as most do, and the
 * header the row before it, as wide or one cell off, that names columns best. `given` says whether there is one.
 */
export function findHeading(
  lines: readonly Line[],
  width: number,
  kinds: readonly Kind[],
  given: boolean | null | undefined,
): Heading {
  const rows = lines.filter(line => !line.comment)
  const first = rows.findIndex(({ cells }) => cells.length >= width && isData(cells, kinds))
  const until = first === -1 ? rows.length : first
  if (given === false) return bare(lines, rows, width)
  const behind = commented(lines, rows[until]?.line ?? Number.POSITIVE_INFINITY, width)
  // Above narrower lines, the first row that is wide enough is the header that is asked for.
  const widest = Math.max(
    0,
    rows.findIndex(({ cells }) => cells.length >= width),
  )
  const above = run(rows.slice(0, until), width)
  const forced = first === -1 || (given === true && first === widest && behind === null && above.length === 0)
  const candidates = forced ? run(rows.slice(0, widest + 1), width) : above
  const chosen = candidates.reduce<Line | null>(
    (best, line) => (best === null || score(line, kinds) >= score(best, kinds) ? line : best),
    null,
  )
  const header = chosen ?? behind
  if (header === null) return bare(lines, rows, width)
  const below = rows.filter(row => row.line > header.line && row.line < (rows[until]?.line ?? 0))
  const units = below.find(row => isUnitRow(row.cells, kinds)) ?? null
  const aside = below.filter(row => row !== units && !hasNumbers(row.cells, kinds))
  const between = new Set(aside)
  const last = Math.max(header.line, units?.line ?? 0, ...aside.map(row => row.line))
  return {
    names: align(completed(header, candidates, kinds), width, rows.slice(until)),
    units: units?.cells ?? null,
    preamble: lines.filter(line => line.line < header.line || between.has(line)).map(toText),
    line: header.line,
    dataFrom: last + 1,
  }
}

/** Without a header, what is not as wide as the rows is still no row. */
function bare(lines: readonly Line[], rows: readonly Line[], width: number): Heading {
  const first = rows.find(({ cells }) => cells.length === width)?.line ?? 1
  const preamble = lines.filter(line => line.line < first).map(toText)
  return { names: null, units: null, preamble, line: 0, dataFrom: first }
}

/** The last rows before the data that could bear the names of its columns. */
function run(before: readonly Line[], width: number): readonly Line[] {
  const fits = ({ cells }: Line) =>
    wide(cells) === width || cells.length === width || (width > 2 && cells.length === width - 1)
  const last = before.findLastIndex(fits)
  if (last === -1) return []
  let from = last
  while (from > 0 && fits(before[from - 1]!)) from--
  return before.slice(from, last + 1)
}

/** Cells of a row without empty ones at its end. */
const wide = (cells: readonly string[]): number => cells.findLastIndex(cell => cell.trim() !== '') + 1

function score({ cells }: Line, kinds: readonly Kind[]): number {
  const named = cells.filter(cell => cell.trim() !== '')
  const text = named.filter(cell => !isMissing(cell) && !/^[-+]?[\d.,]+$/.test(cell.trim()))
  const times = kinds.some(({ time }, column) => time !== null && timeName.test(cells[column]?.trim() ?? ''))
  const any = cells.some(cell => timeName.test(cell.trim()))
  const beside = cells.filter((_, column) => kinds[column]?.time == null)
  const filled = beside.filter(cell => cell.trim() !== '').length / Math.max(1, beside.length)
  const onlyKinds = named.length > 1 && named.every(cell => kindWords.test(cell.trim()))
  const unlike = new Set(named.map(cell => cell.trim())).size / Math.max(1, named.length)
  return (
    (times ? 2 : any ? 1 : 0) +
    (named.length + text.length) / (2 * cells.length) +
    unlike +
    filled -
    (onlyKinds ? 2 : 0) -
    (isUnitRow(cells, kinds) ? 3 : 0)
  )
}

const kindWords =
  /^(?:counter|analog|digital|avg|smp|min|max|tot|std|mean|sum|int|integer|long|float|double|number|numeric|string|text|bool|boolean|date|datetime|time|timestamp)$/i

/** A header whose columns of numbers have no names takes them from above: a table may be named twice over. */
function completed(header: Line, candidates: readonly Line[], kinds: readonly Kind[]): readonly string[] {
  const unnamed = header.cells.flatMap((cell, column) =>
    kinds[column]?.numeric === true && cell.trim() === '' ? [column] : [],
  )
  const numeric = header.cells.filter((_, column) => kinds[column]?.numeric === true)
  if (unnamed.length === 0 || unnamed.length < numeric.length) return header.cells
  const variety = ({ cells }: Line) =>
    new Set(unnamed.map(column => cells[column]?.trim() ?? '').filter(cell => cell !== '')).size
  const lacking = new Set(unnamed)
  const above = candidates
    .filter(line => line.line < header.line && unnamed.every(column => (line.cells[column]?.trim() ?? '') !== ''))
    .toSorted((a, b) => variety(b) - variety(a))[0]
  return above === undefined
    ? header.cells
    : header.cells.map((cell, column) => (lacking.has(column) ? above.cells[column]! : cell))
}

/** Most cells over columns of numbers are units of measure, in brackets or not. */
function isUnitRow(cells: readonly string[], kinds: readonly Kind[]): boolean {
  const over = cells.filter((cell, column) => kinds[column]?.numeric === true && cell.trim() !== '').map(unbracket)
  return over.length > 0 && over.filter(isUnit).length * 2 >= over.length
}

export const unbracket = (cell: string): string =>
  cell
    .trim()
    .replace(/^[[(](.*)[\])]$/, '$1')
    .trim()

/** A row with numbers in it that is none of data is a bad one, and told of. */
const hasNumbers = (cells: readonly string[], kinds: readonly Kind[]): boolean =>
  cells.some((cell, column) => kinds[column]?.numeric === true && /^[-+]?\d+(?:[.,]\d+)?$/.test(cell.trim()))

/** The names behind the `#` of the last comment before the data that has as many cells as its rows. */
function commented(lines: readonly Line[], until: number, width: number): Line | null {
  const found = lines.findLast(
    ({ line, comment, cells }) => comment && line < until && (cells.length === width || wide(cells) === width),
  )
  if (found === undefined) return null
  const cells = found.cells.map((cell, column) => (column === 0 ? cell.replace(/^#+\s*/, '') : cell))
  return cells.every(cell => /\p{L}/u.test(cell) && cell.length < 60) ? { ...found, cells } : null
}

/** A header one cell short belongs to the last cells of its rows, which are named in front, unless they end in nothing. */
function align(cells: readonly string[], width: number, rows: readonly Line[]): readonly string[] {
  if (cells.length !== width - 1) return cells.slice(0, width)
  const full = rows.filter(row => row.cells.length === width)
  return full.every(row => row.cells[width - 1]!.trim() === '') ? [...cells, ''] : ['', ...cells]
}

export const toText = ({ line, cells }: Line) => ({
  line,
  text: cells
    .filter(cell => cell.trim() !== '')
    .join(' ')
    .slice(0, 120),
})

import { Fault } from '@seriema/domain/fault'
import type { ImportPlan } from '../plan.ts'
import { delimiterHint, detectDelimiter, isMeant, modalWidth, noColumns, readRecords, unreadable } from './delimiter.ts'
import type { Heading, Line } from './header.ts'
import { findHeading } from './header.ts'
import type { Kind } from './kinds.ts'
import { isData, kindsOf } from './kinds.ts'
import { nameColumns } from './names.ts'
import { findTwoHeaders } from './two-headers.ts'

/** The head of a file as a table. */
export interface Table {
  readonly delimiter: string
  readonly heading: Heading
  /** Names of the columns, unlike. */
  readonly columns: readonly string[]
  /** Rows of data that are as wide as the columns, in order. */
  readonly rows: readonly (readonly string[])[]
}

const widest = 16_384

/** Throws UNREADABLE_FILE where the text is no table. */
export function readTable(head: string, plan: ImportPlan): Table {
  const delimiter = detectDelimiter(head, plan.delimiter)
  const hinted = delimiterHint(head) === null ? 0 : 1
  const lines: Line[] = readRecords(head, delimiter).filter(({ line }) => line > hinted)
  return tableOf(lines, delimiter, plan)
}

function tableOf(lines: readonly Line[], delimiter: string, plan: ImportPlan, several = true): Table {
  const rows = lines.filter(({ cells, comment }) => !comment && cells.some(cell => cell.trim() !== ''))
  const width = modalWidth(rows.map(row => row.cells))
  if (width > widest) throw new Fault('UNREADABLE_FILE', `a file has at most ${widest} columns, this one has ${width}`)
  if (width < 2 && plan.delimiter == null) throw rows.length === 0 ? unreadable('it has no rows') : noColumns
  const fitting = rows.filter(({ cells }) => cells.length >= width)
  if (fitting.length === 0) throw unreadable('it has no rows')
  const twice = plan.header === false ? null : findTwoHeaders(lines, width)
  const heading =
    twice ?? (fitting.length === 1 ? single(fitting[0]!, plan.header) : manyRows(lines, fitting, width, plan.header))
  const columns = nameColumns(heading.names ?? [], width)
  const known = new Set((heading.names ?? []).map(name => name.trim()).filter(name => /\p{L}/u.test(name)))
  const another = rows.find(
    ({ line, cells }) => line >= heading.dataFrom && namesAnew(cells, heading.names ?? [], known),
  )
  // What follows has its columns in another order: the first of several tables says how they are read.
  if (several && another !== undefined)
    return tableOf(
      lines.filter(({ line }) => line < another.line),
      delimiter,
      plan,
      false,
    )
  const repeated = heading.names?.join('\n')
  const data = fitting.filter(({ line, cells }) => line >= heading.dataFrom && cells.join('\n') !== repeated)
  return { delimiter, heading, columns, rows: data.map(row => row.cells) }
}

/** Whether a row is a header of most of these names in another order. */
function namesAnew(cells: readonly string[], names: readonly string[], known: ReadonlySet<string>): boolean {
  const filled = cells.map(cell => cell.trim()).filter(cell => cell !== '')
  const found = filled.filter(cell => known.has(cell)).length
  return found > 1 && found * 2 > filled.length && cells.some((cell, i) => cell.trim() !== (names[i] ?? '').trim())
}

function manyRows(
  lines: readonly Line[],
  fitting: readonly Line[],
  width: number,
  given: ImportPlan['header'],
): Heading {
  const skipped = Math.min(30, Math.max(1, Math.floor(fitting.length / 3)))
  const kinds = kindsOf(
    fitting.slice(skipped).map(row => row.cells),
    width,
  )
  // A footer or a bad row may be all that is left of a short file.
  const all = kinds.some(kind => kind.time !== null || kind.numeric)
    ? kinds
    : kindsOf(
        fitting.map(row => row.cells),
        width,
      )
  const found = findHeading(lines, width, all, given ?? (bearsYears(fitting[0]!.cells, all) ? true : null))
  if (given == null && found.names === null && !isData(fitting[0]!.cells, all) && fitting.length > 1)
    return findHeading(lines, width, all, true)
  return found
}

/** A row alone is a header when nothing in it means anything. */
function single(row: Line, given: boolean | null | undefined): Heading {
  const header = given ?? !row.cells.some(isMeant)
  const [line, dataFrom] = header ? [row.line, row.line + 1] : [0, row.line]
  return { names: header ? row.cells : null, units: null, preamble: [], line, dataFrom }
}

/** Years, or numbers one after the other, above columns of numbers, beside words: a table whose columns are instants. */
function bearsYears(cells: readonly string[], kinds: readonly Kind[]): boolean {
  if (kinds.some(kind => kind.time !== null)) return false
  const over = cells.filter((cell, column) => kinds[column]?.numeric === true && cell.trim() !== '')
  const above = over.map(Number).filter(value => !Number.isNaN(value))
  const words = over.length > above.length
  if (words && above.length >= 12 && above.every((value, i) => value === above[0]! + i) && above[0]! <= 1) return true
  const step = above[1]! - above[0]!
  return (
    above.length >= 3 &&
    above.every((year, i) => year > 1_800 && year < 2_200 && year === above[0]! + i * step) &&
    step > 0
  )
}

import { monthOf } from '../times/names.ts'
import type { Heading, Line } from './header.ts'
import { toText } from './header.ts'

/** Instants that a table needs for columns before it is one of them. */
const fewest = 3
/** Rows before which a header is looked for. */
const within = 30

/**
 * A header of two rows that name instants together, as `2023, , , 2024` above `Jan, Feb, Mar, Jan`: a year stands for the
 * columns up to the next one, and the names are `Jan 2023`. null where no two rows are so.
 */
export function findTwoHeaders(lines: readonly Line[], width: number): Heading | null {
  const rows = lines.filter(({ comment, cells }) => !comment && cells.some(cell => cell.trim() !== ''))
  for (let i = 0; i + 1 < Math.min(rows.length, within); i++) {
    const [above, below] = [rows[i]!, rows[i + 1]!]
    const names = joinRows(above.cells, below.cells, width)
    if (names === null) continue
    const preamble = lines.filter(({ line }) => line < above.line).map(toText)
    return { names, units: null, preamble, line: below.line, dataFrom: below.line + 1 }
  }
  return null
}

function joinRows(above: readonly string[], below: readonly string[], width: number): readonly string[] | null {
  const names: string[] = []
  let year = ''
  let instants = 0
  for (let column = 0; column < width; column++) {
    const [over, under] = [above[column]?.trim() ?? '', below[column]?.trim() ?? '']
    if (over !== '') year = isYear(over) ? over : ''
    const joined = year !== '' && isPartOfYear(under)
    if (joined) instants++
    names.push(joined ? `${under} ${year}` : under === '' && !isYear(over) ? over : under)
  }
  return instants >= fewest && unlike(names) ? names : null
}

const isYear = (cell: string): boolean => /^(?:18|19|20|21)\d\d$/.test(cell)

/** A month by its name or a quarter: a number could be one of the values below a single row of years. */
const isPartOfYear = (cell: string): boolean => monthOf(cell) !== -1 || /^[QqTt]\.? ?[1-4]$/.test(cell)

/** The same month of the same year twice would be two columns of one instant. */
function unlike(names: readonly string[]): boolean {
  const instants = names.filter(name => /\d{4}$/.test(name))
  return new Set(instants).size === instants.length
}

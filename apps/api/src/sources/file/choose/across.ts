import type { ColumnSample } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import type { Spread } from './spread.ts'
import { numericShare } from './values.ts'

const fewest = 3

/**
 * A table whose columns are the instants, as `Country, 2019, 2020, 2021`: the columns of numbers whose names are times, all
 * in one format. null where names are no times.
 */
export function findAcross(names: readonly string[], samples: readonly ColumnSample[]): Spread | null {
  const numeric = names.map((_, column) => column).filter(column => isEmptyOrNumeric(samples[column]!))
  const found = detectTimeFormat(numeric.map(column => names[column]!))
  if (found === null || numeric.length < fewest || /HH:mm$/.test(found.format)) return null
  const columns = numeric.filter(column => detectTimeFormat([names[column]!]) !== null)
  if (columns.length < fewest || columns.length < 0.8 * numeric.length) return null
  return {
    columns,
    suffixes: columns.map(column => names[column]!),
    format: found.format,
    alternative: found.alternative,
    counted: false,
  }
}

const isEmptyOrNumeric = (cells: ColumnSample): boolean =>
  cells.every(cell => cell.trim() === '') || numericShare(cells, false) >= 0.8 || numericShare(cells, true) >= 0.8

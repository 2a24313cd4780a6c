import type { ColumnSample } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import { partNames } from '../table/names.ts'
import { isTimeOfDay } from '../times/clock.ts'
import type { Spread } from './spread/run.ts'
import { numericShare } from './values.ts'

/** Columns that are instants, and the column whose cells complete them: hours below dates; null where they are whole. */
export interface Across extends Spread {
  readonly row: number | null
}

const fewest = 3

/**
 * A table whose columns are the instants, as `Country, 2019, 2020, 2021`: the columns of numbers whose names are times, all
 * in one format. null where names are no times.
 */
export function findAcross(names: readonly string[], samples: readonly ColumnSample[]): Across | null {
  const numeric = names
    .map((_, column) => column)
    .filter(column => isEmptyOrNumeric(samples[column]!, /^column_\d+$/.test(names[column]!)))
  const columns = numeric.filter(column => detectTimeFormat([names[column]!]) !== null)
  if (columns.length < fewest || columns.length * 2 <= numeric.length) return null
  const found = detectTimeFormat(columns.map(column => names[column]!))
  if (found === null) return null
  const suffixes = columns.map(column => names[column]!)
  const hour = /D/.test(found.format) && !/HH|hh|kk|ISO/.test(found.format) ? hourBeside(names, samples, columns) : null
  const complete = (format: string) => (hour === null ? format : `${hour.pattern} ${format}`)
  return {
    columns,
    suffixes,
    format: complete(found.format),
    alternative: found.alternative === null ? null : complete(found.alternative),
    counted: hour?.pattern === 'kk',
    rowFormat: null,
    row: hour?.column ?? null,
  }
}

/** Hours or times of day, one a row. */
function hourBeside(names: readonly string[], samples: readonly ColumnSample[], columns: readonly number[]) {
  const taken = new Set(columns)
  for (const [column, cells] of samples.entries()) {
    if (taken.has(column) || new Set(cells).size < cells.length) continue
    const name = names[column]!.trim()
    if (isTimeOfDay(cells) && cells.every(cell => /^\s*\d{1,2}:\d{2}\s*$/.test(cell)))
      return { column, pattern: 'HH:mm' }
    if (!partNames.hour.test(name) || !cells.every(cell => /^\s*\d{1,2}\s*$/.test(cell) && Number(cell) <= 24)) continue
    return { column, pattern: cells.some(cell => Number(cell) === 0) ? 'HH' : 'kk' }
  }
  return null
}

/** Without a name, a column without cells is none of the table. */
const isEmptyOrNumeric = (cells: ColumnSample, unnamed: boolean): boolean =>
  (!unnamed && cells.every(cell => cell.trim() === '')) ||
  numericShare(cells, false) >= 0.8 ||
  numericShare(cells, true) >= 0.8

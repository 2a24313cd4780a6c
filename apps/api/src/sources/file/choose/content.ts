import type { ChosenTime, ColumnSample } from '../detect-time.ts'
import { partNames } from '../table/names.ts'
import { compileWritten } from '../time-format.ts'
import { monthOf } from '../times/names.ts'
import { measureIrregularity } from '../times/regular.ts'
import { joinCells } from './hour.ts'

/** Columns looked at for a year, from the left. */
const yearsWithin = 3

/**
 * Year, month and day side by side, told by what they hold where no name tells: a year that comes again, then its months
 * in words or numbers, then days where months come again, too. null where they make no steady series.
 */
export function fromContent(samples: readonly ColumnSample[], year: number | null): ChosenTime | null {
  const starts = year === null ? samples.slice(0, yearsWithin).map((_, column) => column) : [year]
  for (const start of starts) {
    if (!isYear(samples[start]!) || !repeats(samples[start]!)) continue
    const month = samples[start + 1]
    const words = month?.every(cell => monthOf(cell.trim()) !== -1) === true
    if (month === undefined || !(words || isWhole(month, 1, 12))) continue
    const columns = [start, start + 1]
    let format = words ? 'YYYY MMM' : 'YYYY MM'
    const day = samples[start + 2]
    if (day !== undefined && isWhole(day, 1, 31) && repeats(joinCells(samples, columns))) {
      columns.push(start + 2)
      format += ' DD'
    }
    const { share, violations } = measureIrregularity(joinCells(samples, columns), compileWritten(format))
    if (share === 1 && violations === 0) return { columns, format, ambiguous: false, alternative: null }
  }
  return null
}

/** A month is completed by a column of days that has the name of one. */
export function withDay(found: ChosenTime, names: readonly string[], samples: readonly ColumnSample[]): ChosenTime {
  if (!/M/.test(found.format) || /D|Q|W|H|h|Z|…/.test(found.format)) return found
  const day = names.findIndex(
    (name, column) =>
      !found.columns.includes(column) && partNames.day.test(name.trim()) && isWhole(samples[column]!, 1, 31),
  )
  if (day === -1 || !repeats(joinCells(samples, found.columns))) return found
  return { ...found, columns: [...found.columns, day], format: `${found.format} DD`, alternative: null }
}

const isYear = (cells: ColumnSample): boolean =>
  cells.length > 1 && cells.every(cell => /^\s*(?:18|19|20)\d\d\s*$/.test(cell))

const isWhole = (cells: ColumnSample, least: number, most: number): boolean =>
  cells.length > 1 && cells.every(cell => /^\s*\d{1,2}\s*$/.test(cell) && Number(cell) >= least && Number(cell) <= most)

const repeats = (cells: readonly string[]): boolean => new Set(cells).size < cells.length

import type { ChosenTime, ColumnSample } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import { partNames } from '../table/names.ts'
import { longestTime } from '../time-format.ts'
import { isTimeOfDay } from '../times/clock.ts'
import { areEndings, clockByOrder, compactClock, numberOfHour } from './hour-cell.ts'
import { periodColumn, someDayOf } from './period.ts'

/** A date is completed by a time of day beside it, a column of hours or of the periods of a day. */
export function withHour(found: ChosenTime, names: readonly string[], samples: readonly ColumnSample[]): ChosenTime {
  if (/HH|hh|kk|ISO/.test(found.format)) return withHourOfMidnights(found, names, samples)
  if (/epoch|Excel|MATLAB|year/.test(found.format)) return found
  const dates = joinCells(samples, found.columns)
  const clock = samples.findIndex(
    (cells, column) => !found.columns.includes(column) && isTimeOfDay(cells) && belongs(names[column]!, cells, dates),
  )
  if (clock !== -1) {
    const joined = detectTimeFormat(dates.map((date, row) => `${date} ${samples[clock]![row]!.trim()}`))
    if (joined === null) return found
    const whole = { ...joined, columns: [...found.columns, clock] }
    return isHourEnding(names[clock]!, samples[clock]!) ? byEnd(whole) : whole
  }
  if (!/D/.test(found.format)) return found
  const compact = compactClock(names, samples, found.columns, dates)
  if (compact !== null) return complete(found, compact.column, compact.pattern)
  return withNumber(found, names, samples, dates)
}

/** Whether whole hours are named by when they end, from 01:00 to 24:00. */
const isHourEnding = (name: string, cells: ColumnSample): boolean =>
  /ending|^he$/i.test(name.trim()) &&
  cells.every(cell => /^(?:0?[1-9]|1\d|2[0-4])[:.h]00(?:[:.]00)?$/.test(cell.trim()) || cell.trim() === '')

/** An hour that ends at 01:00 is the first of its day, as one of the number 1 is: the clocks show its beginning. */
const byEnd = (found: ChosenTime): ChosenTime => ({
  ...found,
  format: found.format.replace(/HH?/, 'kk'),
  alternative: found.alternative?.replace(/HH?/, 'kk') ?? null,
})

/** The hour, or the period of the day, that a column says by its number. */
function withNumber(
  found: ChosenTime,
  names: readonly string[],
  samples: readonly ColumnSample[],
  dates: ColumnSample,
): ChosenTime {
  const hour = hourColumn(names, samples, dates, found.columns)
  if (hour === -1) {
    const clock = new Set(dates).size < dates.length ? clockByOrder(samples, found.columns, dates) : -1
    return clock === -1 ? withPeriod(found, names, samples, dates) : complete(found, clock, 'HHmmss')
  }
  const numbers = samples[hour]!.map(numberOfHour)
  const counted = !numbers.includes(0) && (numbers.includes(24) || areEndings(names[hour]!, samples[hour]!))
  // A day of 23 hours without a gap counts hours as they pass, not as clocks show them.
  if (counted && isWhole(samples[hour]!, 24) && someDayOf(23, numbers, dates)) return complete(found, hour, 'P60')
  const minute = names.findIndex((name, column) => partNames.minute.test(name.trim()) && isWhole(samples[column]!, 59))
  const whole = complete(found, hour, counted ? 'kk' : 'HH')
  return minute === -1 ? whole : complete(whole, minute, 'mm')
}

/** Dates that are written with a midnight each, beside a column that says the hour. */
function withHourOfMidnights(
  found: ChosenTime,
  names: readonly string[],
  samples: readonly ColumnSample[],
): ChosenTime {
  const cells = joinCells(samples, found.columns)
  const dates = cells.map(cell => (cell.length > longestTime ? cell : cell.replace(midnight, '')))
  const repeated = new Set(dates).size < dates.length
  if (!repeated || !cells.every((cell, row) => cell === '' || dates[row]!.length < cell.length)) return found
  const date = detectTimeFormat(dates)
  if (date === null || date.weak || !/D/.test(date.format) || /HH|hh|ISO/.test(date.format)) return found
  const begun = { ...date, columns: found.columns, format: `${date.format} …`, alternative: null }
  const whole = withNumber(begun, names, samples, dates)
  return whole === begun ? found : whole
}

const midnight = /(?:T|\s+)(?:0?0[:.h]00(?:[:.]00(?:[.,]0+)?)?|12:00(?::00)? ?AM)$/i

export const joinCells = (samples: readonly ColumnSample[], columns: readonly number[]): string[] =>
  (samples[0] ?? []).map((_, row) => columns.map(column => samples[column]![row]!.trim()).join(' '))

/** A time of day belongs to a date by its name, or where dates come again without it: else it is how long something took. */
function belongs(name: string, cells: ColumnSample, dates: ColumnSample): boolean {
  if (clockLike.test(name.trim()) || /^column_\d+$/.test(name)) return true
  const filled = dates.filter((date, row) => date !== '' && cells[row]!.trim() !== '')
  return filled.length < 2 || new Set(filled).size < 0.9 * filled.length
}

const clockLike =
  /time|clock|hora|zeit|uhr|heure|hour|stunde|^at$|^ts?$|^von$|^from$|^start|^begin|^début|^inicio|hhmm/i

function withPeriod(
  found: ChosenTime,
  names: readonly string[],
  samples: readonly ColumnSample[],
  dates: ColumnSample,
): ChosenTime {
  for (const [column, name] of names.entries()) {
    if (found.columns.includes(column)) continue
    const period = periodColumn(name.trim(), samples[column]!, dates)
    if (period !== null) return complete(found, column, period)
  }
  return found
}

const complete = (found: ChosenTime, column: number, pattern: string): ChosenTime => ({
  columns: [...found.columns, column],
  format: `${found.format} ${pattern}`,
  ambiguous: found.ambiguous,
  alternative: found.alternative === null ? null : `${found.alternative} ${pattern}`,
})

const isWhole = (cells: ColumnSample, largest: number): boolean => {
  const present = cells.map(cell => cell.trim()).filter(cell => cell !== '')
  return present.length > 0 && present.every(cell => /^\d{1,2}(?:\.0+)?$/.test(cell) && Number(cell) <= largest)
}

const areHours = (cells: ColumnSample): boolean => {
  if (Number.isNaN(numberOfHour(cells[0] ?? ''))) return false
  return cells.every(cell => cell.trim() === '' || !Number.isNaN(numberOfHour(cell)))
}

/** A column of whole hours that has the name of one, or begins anew where the date changes. */
function hourColumn(
  names: readonly string[],
  samples: readonly ColumnSample[],
  dates: ColumnSample,
  taken: readonly number[],
): number {
  const fits = (column: number) => !taken.includes(column) && areHours(samples[column]!)
  const named = names.findIndex((name, column) => partNames.hour.test(name.trim()) && fits(column))
  if (named !== -1) return named
  const repeated = new Set(dates).size < dates.length
  const ending = names.findIndex(
    (name, column) => repeated && /[_ ](?:hour|hr|hora|stunde|heure)$/i.test(name.trim()) && fits(column),
  )
  if (ending !== -1) return ending
  return samples.findIndex((cells, column) => fits(column) && beginsAnew(cells, dates))
}

function beginsAnew(cells: ColumnSample, dates: ColumnSample): boolean {
  let wraps = 0
  for (let row = 1; row < cells.length; row++) {
    const step = numberOfHour(cells[row]!) - numberOfHour(cells[row - 1]!)
    const sameDay = dates[row] === dates[row - 1]
    if (sameDay ? step !== 1 : step !== -23) return false
    if (!sameDay) wraps++
  }
  // All of a single day, from its first hour on.
  return wraps > 0 || (cells.length >= 23 && cells.length <= 25 && numberOfHour(cells[0]!) <= 1)
}

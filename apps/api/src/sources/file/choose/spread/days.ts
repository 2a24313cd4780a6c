import type { ChosenTime, ColumnSample } from '../../detect-time.ts'
import { isMissing } from '../../numbers/words.ts'
import { compileWritten } from '../../time-format.ts'
import type { Place, Spread } from './run.ts'
import { countedColumns, joined } from './run.ts'

/** The columns that a row of a month has for its days. */
const longestMonth = 31

/** A row for each month, begun by its first day, and a column for each of its days. */
export function daysOfMonths(
  names: readonly string[],
  free: readonly number[],
  time: ChosenTime,
  times: readonly string[],
  samples: readonly ColumnSample[],
): Spread | null {
  const places = dayColumns(names, free)
  if (places === null) return null
  for (const format of [time.format, time.alternative]) {
    if (format === null) continue
    const read = compileWritten(format)
    const dates = times.map(text => read(text)?.local).filter(local => local !== undefined)
    if (dates.length === 0 || !dates.every(local => new Date(local).getUTCDate() === 1)) continue
    if (!endWithTheirMonths(places, times, format, samples)) continue
    return { ...joined(places, { ...time, format, alternative: null }, 'DN'), rowFormat: format }
  }
  return null
}

/** The same where months have no day. */
export function days(
  names: readonly string[],
  free: readonly number[],
  time: ChosenTime,
  times: readonly string[],
  samples: readonly ColumnSample[],
): Spread | null {
  const places = dayColumns(names, free)
  if (places === null) return null
  if (!endWithTheirMonths(places, times, time.format, samples)) return null
  return joined(places, time, 'DD')
}

/** The columns of the days of a month, from the first to the 31st; null where there are none. */
function dayColumns(names: readonly string[], free: readonly number[]): readonly Place[] | null {
  const run = countedColumns(names, free)
  return run?.first === 1 && run.places.length === longestMonth ? run.places : null
}

/** Whether months of fewer days leave the columns of the others empty, and there are such: else 31 things are measured. */
function endWithTheirMonths(
  places: readonly Place[],
  times: readonly string[],
  format: string,
  samples: readonly ColumnSample[],
): boolean {
  const read = compileWritten(format)
  let shorter = 0
  for (const [row, text] of times.entries()) {
    const at = read(text)?.local
    if (at === undefined) continue
    const date = new Date(at)
    const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    if (length < longestMonth) shorter++
    if (places.slice(length).some(({ column }) => !isMissing(samples[column]![row]!))) return false
  }
  return shorter > 0
}

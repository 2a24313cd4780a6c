import type { ChosenTime, ColumnSample } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import { partNames } from '../table/names.ts'
import { isTimeOfDay } from '../times/clock.ts'

/** A date is completed by a time of day beside it, or by a column of hours. */
export function withHour(found: ChosenTime, names: readonly string[], samples: readonly ColumnSample[]): ChosenTime {
  if (/HH|hh|epoch|ISO|Excel|year/.test(found.format)) return found
  const [date] = found.columns
  const clock = samples.findIndex((cells, column) => column !== date && isTimeOfDay(cells))
  if (clock !== -1) {
    const joined = detectTimeFormat(
      samples[date!]!.map((cell, row) => `${cell.trim()} ${samples[clock]![row]!.trim()}`),
    )
    return joined === null ? found : { ...joined, columns: [date!, clock] }
  }
  if (!/D/.test(found.format)) return found
  const compact = compactClock(names, samples, date!)
  if (compact !== null) return complete(found, compact.column, compact.pattern)
  const hour = hourColumn(names, samples, date!)
  if (hour === -1) return found
  const numbers = samples[hour]!.map(Number)
  const counted = numbers.includes(24) ? !numbers.includes(0) : /ending/i.test(names[hour]!) && !numbers.includes(0)
  const minute = names.findIndex((name, column) => partNames.minute.test(name.trim()) && isWhole(samples[column]!, 59))
  const whole = complete(found, hour, counted ? 'kk' : 'HH')
  return minute === -1 ? whole : complete(whole, minute, 'mm')
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

/** A column of whole hours that has the name of one, or begins anew where the date changes. */
function hourColumn(names: readonly string[], samples: readonly ColumnSample[], date: number): number {
  const fits = (column: number) =>
    column !== date && /^\d{1,2}$/.test(samples[column]![0]?.trim() ?? '') && isWhole(samples[column]!, 24)
  const named = names.findIndex((name, column) => partNames.hour.test(name.trim()) && fits(column))
  if (named !== -1) return named
  return samples.findIndex((cells, column) => fits(column) && beginsAnew(cells, samples[date]!))
}

function beginsAnew(cells: ColumnSample, dates: ColumnSample): boolean {
  let wraps = 0
  for (let row = 1; row < cells.length; row++) {
    const step = Number(cells[row]) - Number(cells[row - 1])
    const sameDay = dates[row] === dates[row - 1]
    if (sameDay ? step !== 1 : step !== -23) return false
    if (!sameDay) wraps++
  }
  return wraps > 0
}

const clockName = /^(?:time|hora|zeit|heure|hhmm|uhrzeit)(?:[_ ].*)?$/i
const compactClocks = [
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d$/, pattern: 'HHmm' },
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d[0-5]\d$/, pattern: 'HHmmss' },
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d ?(?:UTC|GMT|Z)$/, pattern: 'HHmmZ' },
] as const

/** Times of day as 0000, 0030 … 2330 in a column that is named like one. */
function compactClock(names: readonly string[], samples: readonly ColumnSample[], date: number) {
  for (const [column, name] of names.entries()) {
    if (column === date || !clockName.test(name.replace(/[<>]/g, '').trim())) continue
    const found = compactClocks.find(({ shape }) => samples[column]!.every(cell => shape.test(cell.trim())))
    if (found !== undefined) return { column, pattern: found.pattern }
  }
  return null
}

import type { ChosenTime, ColumnSample } from '../detect-time.ts'
import { monthOf } from '../times/names.ts'
import { periodOf } from './period.ts'
import { days, daysOfMonths } from './spread/days.ts'
import type { Spread } from './spread/run.ts'
import { countedColumns, joined } from './spread/run.ts'

const hourName = /^(?:hour|hr|h|he|hora|stunde|std|heure|v|p)?[ _.-]?0?(\d{1,2})([ab])?\.?(?:[ _]?(?:h|uhr|hr))?$/i
const clockName = /^[Hh]?(\d{1,2})[:h](\d{2})(?::00)?(?:\s*[-–]\s*\d{1,2}[:h]\d{2}(?::00)?)?$/
const periodWord =
  /^(?:[hpqv]|hh|sp|qh|pos|val|value|valor|wert|kwh|per|period|periodo|interval|int|slot|mtu|settlement.?period|viertelstunde)?$/iu
const fewest = 12
/**
 * null where the file has one row a point. `free` are the columns that are neither time nor key, `times` the cells that make
 * the time of each row.
 */
export function findSpread(
  names: readonly string[],
  free: readonly number[],
  time: ChosenTime,
  times: readonly string[],
  samples: readonly ColumnSample[],
): Spread | null {
  if (/D/.test(time.format) && !/HH|hh|kk|ISO|P\d/i.test(time.format))
    return daysOfMonths(names, free, time, times, samples) ?? hours(names, free, time) ?? periods(names, free, time)
  if (/MM/.test(time.format) && /YY/.test(time.format) && !/D|H|m|WW/.test(time.format))
    return days(names, free, time, times, samples)
  if (time.format === 'year' || /^YY(?:YY)?$/.test(time.format)) return months(names, free) ?? quarters(names, free)
  return null
}

/** `00-01`, `12 AM`: the hour that a name begins with; null for none. */
function hourOf(name: string): number | null {
  const [, from, to] = /^(\d{1,2}) ?[-–] ?(\d{1,2})$/.exec(name) ?? []
  if (from !== undefined) return Number(to) === Number(from) + 1 && Number(to) <= 24 ? Number(from) : null
  const [, hour, half] = /^(\d{1,2}) ?([AaPp])[Mm]$/.exec(name) ?? []
  if (hour === undefined || Number(hour) < 1 || Number(hour) > 12) return null
  return (Number(hour) % 12) + (half!.toLowerCase() === 'p' ? 12 : 0)
}

function hours(names: readonly string[], free: readonly number[], time: ChosenTime): Spread | null {
  const clocks = free.flatMap(column => {
    const match = clockName.exec(names[column]!.trim())
    if (match !== null) return [{ column, suffix: clock(Number(match[1]) * 60 + Number(match[2])) }]
    const hour = hourOf(names[column]!.trim())
    return hour === null ? [] : [{ column, suffix: clock(hour * 60) }]
  })
  if (clocks.length >= fewest) return joined(clocks, time, 'HH:mm')
  const numbered = free.flatMap(column => {
    const match = hourName.exec(names[column]!.trim())
    return match === null ? [] : [{ column, hour: Number(match[1]), again: match[2]?.toLowerCase() === 'b' }]
  })
  const [first] = numbered
  if (numbered.length < 23 || first === undefined || first.hour > 1) return null
  // 3A and 3B are the two passes of an hour that clocks show twice.
  const inOrder = numbered.every(({ hour, again }, i) => i === 0 || hour === numbered[i - 1]!.hour + (again ? 0 : 1))
  const passes = numbered.some(({ again }) => again)
  if (!inOrder || numbered.length > 25) return null
  const counted = first.hour === 1
  if (numbered.length === 25 && !passes)
    return joined(
      numbered.map(({ column, hour }) => ({ column, suffix: String(hour) })),
      time,
      counted ? 'P60' : 'p60',
    )
  const places = numbered.map(({ column, hour }) => ({ column, suffix: clock((counted ? hour - 1 : hour) * 60) }))
  return { ...joined(places, time, 'HH:mm'), counted }
}

/** The periods of a day, shorter than an hour: 48 of them, 96 and so on, or as many as days have when clocks change. */
function periods(names: readonly string[], free: readonly number[], time: ChosenTime): Spread | null {
  const run = countedColumns(names, free)
  if (run === null || run.places.length < 46 || !periodWord.test(run.word)) return null
  const period = periodOf(run.places.length, run.first === 1)
  return period === null ? null : joined(run.places, time, period)
}

const two = (value: number) => String(value).padStart(2, '0')
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

function months(names: readonly string[], free: readonly number[]): Spread | null {
  const places = free.flatMap(column => {
    const month = monthOf(names[column]!.trim())
    return month === -1 ? [] : [{ column, month }]
  })
  if (places.length !== 12 || new Set(places.map(place => place.month)).size !== 12) return null
  return joined(
    places.map(({ column, month }) => ({ column, suffix: String(month + 1) })),
    { format: 'YYYY', alternative: null },
    'MM',
  )
}

const quarterName = /^(?:[QT]\.? ?([1-4])|([1-4])\.? ?(?:[QT]|Quarter|Quartal|trim\p{L}*))$/iu

function quarters(names: readonly string[], free: readonly number[]): Spread | null {
  const places = free.flatMap(column => {
    const [, before, behind] = quarterName.exec(names[column]!.trim()) ?? []
    const quarter = before ?? behind
    return quarter === undefined ? [] : [{ column, suffix: quarter }]
  })
  if (places.length !== 4 || new Set(places.map(place => place.suffix)).size !== 4) return null
  return joined(places, { format: 'YYYY', alternative: null }, 'Q')
}

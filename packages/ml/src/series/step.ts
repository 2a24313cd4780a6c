import { type MonthStep, mondayToFriday, type Step } from '@seriema/domain/step'
import { timeZone } from '@seriema/domain/time-zone'
import { gapsLookedAt, inferInterval } from './interval.ts'

const hour = 3_600_000
const day = 24 * hour
/** Steps of the calendar are a day of 23 hours, at least. */
const shortestDay = 23 * hour
/** The share of the points, or of their gaps, that must be as a calendar has them: a few may be late or left out. */
const fewest = 0.9

/**
 * Zones that stand for others with the same clocks, where instants show summer time and the series' own zone does not
 * explain it.
 */
const proposed = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Athens',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Halifax',
  'America/Sao_Paulo',
  'America/Santiago',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Pacific/Auckland',
]

/**
 * The step of a series by its newest instants: one of the calendar in `zone`, in UTC, or in a zone whose summer time they
 * show, where they prove it; else their median gap (see `inferInterval`). Late and missing points, and a few odd ones, change
 * nothing. Null when no two instants differ.
 *
 * @param times instants in milliseconds, ascending
 * @param zone IANA name
 */
export function inferStep(times: Float64Array, zone: string): Step | null {
  const interval = inferInterval(times)
  if (interval === null) return null
  const newest = times.subarray(-gapsLookedAt - 1)
  if (interval < shortestDay) return { unit: 'millisecond', count: interval }
  return calendarStep(newest, zone) ?? { unit: 'millisecond', count: interval }
}

/** Dates (days since 1970) by the clocks of a zone. */
interface Dates {
  readonly zone: string
  /** Of the points that are at the usual time of day, ascending, each once. */
  readonly dates: readonly number[]
  readonly share: number
  readonly midnight: boolean
}

function calendarStep(times: Float64Array, zone: string): Step | null {
  const found: Dates[] = []
  const proven = () => found.some(({ share, midnight }) => share === 1 && midnight)
  for (const name of new Set([zone, 'UTC'])) if (!proven()) found.push(datesIn(times, name))
  if (!found.some(({ share }) => share === 1) && showsSummerTime(times))
    for (const name of proposed) if (!proven()) found.push(datesIn(times, name))
  const best = found
    .filter(({ share }) => share >= fewest)
    .toSorted((a, b) => b.share - a.share || Number(b.midnight) - Number(a.midnight))
  return best.map(stepOf).find(step => step !== null) ?? null
}

function datesIn(times: Float64Array, name: string): Dates {
  const zone = timeZone(name)
  const locals = times.map(at => at + zone.offset(at))
  const [usual, count] = mostFrequent(locals.map(local => local - day * Math.floor(local / day)))
  const dates = new Set<number>()
  for (const local of locals) if (local - day * Math.floor(local / day) === usual) dates.add(Math.floor(local / day))
  return { zone: name, dates: [...dates], share: count / times.length, midnight: usual === 0 }
}

/** Whether nearly all are at one of two times of day (UTC) that lie an hour apart. */
function showsSummerTime(times: Float64Array): boolean {
  const ofDay = times.map(at => at % day)
  const [first, count] = mostFrequent(ofDay)
  const [second, others] = mostFrequent(ofDay.filter(one => one !== first))
  const apart = Math.abs(first - second)
  return count + others >= fewest * times.length && (apart === hour || apart === day - hour)
}

function stepOf({ zone, dates }: Dates): Step | null {
  const gaps = dates.slice(1).map((date, i) => date - dates[i]!)
  if (gaps.length === 0) return null
  const usual = gaps.toSorted((a, b) => a - b)[(gaps.length - 1) >> 1]!
  if (usual >= 28) {
    const months = monthStep(zone, dates, isUsual(gaps))
    if (months !== null) return months
  }
  const weekdays = usual < 7 ? weekdaysOf(dates) : null
  if (weekdays !== null) return { unit: 'businessDay', count: 1, zone, weekdays }
  if (!isUsual(gaps)) return null
  const [count] = mostFrequent(gaps)
  return count % 7 === 0 ? { unit: 'week', count: count / 7, zone } : { unit: 'day', count, zone }
}

/** Points of varying days, as the first business day of each month, must be this many. */
const fewestMonths = 6

/**
 * Where one day of the month, or its last, has nearly all points, a whole number of months apart; or, where they are no
 * constant number of days apart, where each month has one.
 */
function monthStep(zone: string, dates: readonly number[], constant: boolean): MonthStep | null {
  const places = dates.map(date => {
    const at = new Date(date * day)
    const month = 12 * at.getUTCFullYear() + at.getUTCMonth()
    return { month, ofMonth: at.getUTCDate(), last: new Date(Date.UTC(0, month + 1, 0)).getUTCDate() }
  })
  const [usual] = mostFrequent(places.map(({ ofMonth }) => ofMonth))
  const fits = (wanted: number) =>
    places.filter(({ ofMonth, last }) => ofMonth === Math.min(wanted, last)).length >= fewest * places.length
  const days = places.map(({ ofMonth }) => ofMonth).toSorted((a, b) => a - b)
  const fixed = [31, usual, days.at(-1)!].find(fits)
  const ofMonth = fixed ?? (constant || days.length < fewestMonths ? undefined : days[days.length >> 1]!)
  // Two that are months apart prove a month only at its beginning or end.
  if (ofMonth === undefined || (places.length < 3 && ofMonth !== 1 && ofMonth !== 31)) return null
  const gaps = places.slice(1).map(({ month }, i) => month - places[i]!.month)
  const [months] = mostFrequent(gaps)
  if (months === 0 || !isUsual(gaps)) return null
  if (months % 12 === 0) return { unit: 'year', count: months / 12, zone, day: ofMonth }
  return months === 3
    ? { unit: 'quarter', count: 1, zone, day: ofMonth }
    : { unit: 'month', count: months, zone, day: ofMonth }
}

/** Weekdays that have nearly all points, where the others of the week have had their chance; null where all seven have. */
function weekdaysOf(dates: readonly number[]): readonly number[] | null {
  const [first, last] = [dates[0]!, dates.at(-1)!]
  const counts = new Array<number>(7).fill(0)
  for (const date of dates) counts[(((date + 3) % 7) + 7) % 7]!++
  const most = Math.max(...counts)
  const weekdays = counts.flatMap((count, i) => (count >= most / 4 ? [i + 1] : []))
  const fewestWeeks = weekdays.join() === mondayToFriday.join() ? 2 : 4
  if (weekdays.length < 2 || weekdays.length > 6 || last - first < 7 * fewestWeeks - 3) return null
  const odd = counts.filter((_, i) => !weekdays.includes(i + 1)).reduce((sum, count) => sum + count, 0)
  const expected = ((last - first) / 7) * weekdays.length
  return odd <= 0.02 * dates.length && dates.length - odd >= 0.7 * expected ? weekdays : null
}

/** Whether half the gaps are of one length, and nearly all a multiple of it: points are missing, not moved. */
function isUsual(gaps: readonly number[]): boolean {
  const [usual, count] = mostFrequent(gaps)
  return 2 * count >= gaps.length && gaps.filter(gap => gap % usual === 0).length >= fewest * gaps.length
}

/** The value that comes most often, of several the first, and how often. */
function mostFrequent(values: Iterable<number>): readonly [value: number, count: number] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let most: readonly [number, number] = [Number.NaN, 0]
  for (const entry of counts) if (entry[1] > most[1]) most = entry
  return most
}

/**
 * Season lengths, in points, that a calendar suggests for a step: the year, the week and the day, where they are whole
 * numbers of steps.
 */
export function calendarSeasons(step: Step): readonly number[] {
  const { unit, count } = step
  const whole = (...periods: readonly number[]) =>
    periods.map(period => period / count).filter(n => Number.isInteger(n) && n >= 2)
  switch (unit) {
    case 'millisecond':
      return count < day ? whole(day, 7 * day) : whole(7 * day)
    case 'businessDay':
      return whole(step.weekdays.length)
    case 'day':
      return whole(7)
    case 'week':
      return whole(52)
    case 'month':
      return whole(12)
    case 'quarter':
      return whole(4)
    case 'year':
      return []
  }
}

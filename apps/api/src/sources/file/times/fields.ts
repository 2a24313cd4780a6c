import { minutesOf } from './abbreviations.ts'
import { monthOf } from './names.ts'
import type { Field, Period } from './pattern.ts'

export type ReadFields = { [K in Field]?: string | undefined }

const day = 86_400_000

/** What dates without a year are read as before theirs is known: it has a February 29th. */
const anyYear = 2000

const rare: readonly Field[] = ['WW', 'HY', 'Q', 'DDD', 'DN']

/** Whether dates are written as something else than year, month and day. */
export const isRare = (fields: readonly Field[]): boolean => rare.some(field => fields.includes(field))

/**
 * Milliseconds as if the fields were UTC; NaN where there is no such date or time. 24:00 is the end of a day. `unusual` says
 * whether `isRare` of the fields there can be: most dates are not asked for each of them.
 */
export function localTime(read: ReadFields, unusual: boolean): number {
  const year = read.YYYY !== undefined ? Number(read.YYYY) : read.YY !== undefined ? century(Number(read.YY)) : anyYear
  const midnight = unusual ? rareDate(read, year) : dateOf(read, year)
  const hour = hourOf(read)
  const minute = Number(read.mm ?? 0)
  const second = Number(read.ss ?? 0)
  if (minute > 59 || second > 59 || !(hour < 24 || (hour === 24 && minute + second === 0))) return Number.NaN
  const milliseconds = read.SSS === undefined ? 0 : Number(read.SSS.slice(0, 3).padEnd(3, '0'))
  return midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds
}

function rareDate(read: ReadFields, year: number): number {
  if (year < 1000) return Number.NaN
  if (read.WW !== undefined) return weekOf(year, Number(read.WW)) + (Number(read.E ?? 1) - 1) * day
  if (read.HY !== undefined) return Date.UTC(year, (Number(read.HY) - 1) * 6)
  if (read.Q !== undefined) return Date.UTC(year, (quarterOf(read.Q) - 1) * 3)
  if (read.DDD !== undefined) {
    const at = Date.UTC(year, 0, Number(read.DDD))
    return Number(read.DDD) > 0 && at < Date.UTC(year + 1, 0) ? at : Number.NaN
  }
  return dateOf(read, year) + (read.DN === undefined ? 0 : daysOn(read))
}

function dateOf(read: ReadFields, year: number): number {
  const month = read.MM === undefined ? monthOf(read.MMM!) : Number(read.MM) - 1
  const date = Number(read.DD ?? 1)
  if (year < 1000 || month < 0 || month > 11 || date < 1 || date > daysIn(year, month)) return Number.NaN
  return Date.UTC(year, month, date)
}

const quarterOf = (text: string): number => (text.startsWith('I') ? (text === 'IV' ? 4 : text.length) : Number(text))

/** The n-th day from a date on, within its month; NaN where that has fewer. */
function daysOn(read: ReadFields): number {
  const [year, month] = [Number(read.YYYY), read.MM === undefined ? monthOf(read.MMM ?? '') : Number(read.MM) - 1]
  const place = Number(read.DN)
  return place >= 1 && Number(read.DD ?? 1) + place - 1 <= daysIn(year, month) ? (place - 1) * day : Number.NaN
}

/** Milliseconds from the beginning of a day to one of its periods; NaN for one that no day has. */
export function elapsedOf(period: Period, read: ReadFields): number {
  const length = Number(period.slice(1)) * 60_000
  const place = Number(read[period]) - (period.startsWith('P') ? 1 : 0)
  return place >= 0 && place * length < longestDay ? place * length : Number.NaN
}

const longestDay = 25 * 3_600_000

/** The Monday of an ISO 8601 week: the first has January 4th in it. */
function weekOf(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day
  const at = monday + (week - 1) * 7 * day
  return week >= 1 && week <= 53 && at + 3 * day < Date.UTC(year + 1, 0) ? at : Number.NaN
}

function hourOf({ HH, hh, kk, A }: ReadFields): number {
  if (kk !== undefined) return Number(kk) >= 1 && Number(kk) <= 24 ? Number(kk) - 1 : Number.NaN
  const hour = Number(HH ?? hh ?? 0)
  if (A === undefined) return hour
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (A.toLowerCase() === 'p' ? 12 : 0)
}

const century = (year: number): number => year + (year < 70 ? 2000 : 1900)

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysIn = (year: number, month: number): number =>
  month === 1 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : lengths[month]!

/** Milliseconds ahead of UTC; NaN for an abbreviation that is none of a zone. */
export function offsetOf(zone: string): number {
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone)
  if (match === null) return minutesOf(zone) * 60_000
  const value = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -value : value) * 60_000
}

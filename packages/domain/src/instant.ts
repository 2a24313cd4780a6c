const pattern = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)$/

/** The last instant of year 9999, in epoch milliseconds. */
export const latestInstant = 253_402_300_799_999

/**
 * An instant is a whole number of epoch milliseconds, after 1970 and before 10000. Reads a number of milliseconds or an
 * ISO 8601 (RFC 3339) string with an offset; finer fractions are cut to milliseconds. NaN where it is neither.
 */
export function parseInstant(value: unknown): number {
  const instant = typeof value === 'number' ? value : typeof value === 'string' ? parseText(value) : Number.NaN
  return Number.isInteger(instant) && instant > 0 && instant <= latestInstant ? instant : Number.NaN
}

/** Characters of an instant that is written out: `2026-01-31T12:00Z` at least. */
const [shortest, longest] = [17, 35]

function parseText(text: string): number {
  if (text.length < shortest || text.length > longest) return Number.NaN
  if (text.length === 24 || text.length === 20) {
    const instant = parseUtc(text)
    if (!Number.isNaN(instant)) return instant
  }
  const match = pattern.exec(text)
  if (match === null) return Number.NaN
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match
  if (+hour! > 23 || +minute! > 59 || +second > 59) return Number.NaN
  const midnight = new Date(0)
  midnight.setUTCFullYear(+year!, +month! - 1, +day!)
  if (midnight.getUTCMonth() !== +month! - 1 || midnight.getUTCDate() !== +day!) return Number.NaN
  const milliseconds = +fraction.padEnd(3, '0').slice(0, 3)
  const local = midnight.getTime() + ((+hour! * 60 + +minute!) * 60 + +second) * 1_000 + milliseconds
  return local - offset(zone!)
}

/** `2026-01-31T12:00:00.000Z` or without the fraction, what nearly everybody sends; NaN for anything else. */
function parseUtc(text: string): number {
  const fraction = text.length === 24
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    text[text.length - 1] !== 'Z' ||
    (fraction && text[19] !== '.')
  )
    return Number.NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const milliseconds = fraction ? digits(text, 20, 23) : 0
  if (!(hour <= 23 && minute <= 59 && second <= 59 && month >= 1 && month <= 12 && day >= 1 && year >= 1970))
    return Number.NaN
  if (day > 28 && day > daysIn(year, month)) return Number.NaN
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
}

/** NaN where one is not a digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function offset(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = +digits.slice(0, 2) * 60 + +digits.slice(2)
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

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

function parseText(text: string): number {
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

function offset(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = +digits.slice(0, 2) * 60 + +digits.slice(2)
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

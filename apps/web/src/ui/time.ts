import { locale } from '../messages/message.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const options = (fields: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...fields })
const clock = options({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const clockMillis = options({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
const clockMinutes = options({ hour: '2-digit', minute: '2-digit' })
const dayMonth = options({ day: 'numeric', month: 'short' })
const longMonth = options({ month: 'long', year: 'numeric' })
const dayMonthYear = options({ day: 'numeric', month: 'short', year: 'numeric' })
const month = options({ month: 'short' })
const weekday = options({ weekday: 'short' })
const full = options({ dateStyle: 'medium', timeStyle: 'medium' })
const zone = options({ timeZoneName: 'short' })

/** Date and time of an instant in the reader's zone, to the second. */
export const formatInstant = (at: number) => full.format(at)

/** Time of day for today's instants, date and time for all others. */
export function formatMoment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return sameDay ? clock.format(at) : `${formatDay(at, now)}, ${clockMinutes.format(at)}`
}

function formatDay(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return sameYear ? dayMonth.format(at) : `${dayMonth.format(at)} ${new Date(at).getFullYear()}`
}

/** The month something ended in, `June 2018`; the day, or the time, where that is not long ago. */
export const formatUntil = (at: number, now: number): string =>
  now - at > 180 * day ? longMonth.format(at) : now - at > day ? formatDay(at, now) : formatMoment(at, now)

/** Time of day with so many digits of a second's fraction, 0 for whole seconds, null for whole minutes. */
export function clockLabel(at: number, digits: number | null): string {
  if (digits === null) return clockMinutes.format(at)
  return digits === 0 ? clock.format(at) : clockMillis.format(at)
}

export const dayLabel = (at: number) => dayMonth.format(at)
export const fullDayLabel = (at: number) => dayMonthYear.format(at)
export const monthYearLabel = (at: number) => longMonth.format(at)
export const weekdayLabel = (at: number) => weekday.format(at)
export const monthLabel = (at: number) => month.format(at)
export const yearLabel = (at: number) => String(new Date(at).getFullYear())

/** Name of the reader's zone at an instant, for example `GMT-3`. */
export const zoneName = (at: number) =>
  zone.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? 'UTC'

const year = 365 * day

const units: readonly (readonly [number, string])[] = [
  [year, 'y'],
  [day, 'd'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
]

/** A length of time in its largest fitting unit: `2 s`, `1.5 h`, `250 ms`. */
export function formatDuration(milliseconds: number): string {
  const unit = units.find(([length]) => milliseconds >= length)
  if (!unit) return `${Math.round(milliseconds)} ms`
  return `${Number((milliseconds / unit[0]).toFixed(1))} ${unit[1]}`
}

/** A length of time in whole units, for a display that counts: `12 s`, `3 min`, `5 h`, `8 d`. */
export function formatAge(milliseconds: number): string {
  const unit = units.find(([length]) => milliseconds >= length) ?? ([second, 's'] as const)
  return `${Math.max(0, Math.floor(milliseconds / unit[0]))} ${unit[1]}`
}

import { locale } from '../messages/message.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const options = (fields: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...fields })
const clock = options({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const clockMillis = options({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 1 })
const clockMinutes = options({ hour: '2-digit', minute: '2-digit' })
const dayMonth = options({ day: 'numeric', month: 'short' })
const monthYear = options({ month: 'short', year: 'numeric' })
const longMonth = options({ month: 'long', year: 'numeric' })
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

/** Label of a tick on a time axis that spans `span` milliseconds. */
export function formatTick(at: number, span: number): string {
  if (span < 20 * second) return clockMillis.format(at)
  if (span < 20 * minute) return clock.format(at)
  const midnight = new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0
  if (span < 3 * day) return midnight ? dayMonth.format(at) : clockMinutes.format(at)
  return span < 400 * day ? dayMonth.format(at) : monthYear.format(at)
}

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

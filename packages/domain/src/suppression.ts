import type { Direction, Finding } from './anomaly.ts'
import { Fault } from './fault.ts'
import { type TimeZone, timeZone } from './time-zone.ts'

/** When what is like a false alarm stays silent: whenever it comes, or around its hour of the day or of the week. */
export const suppressionTimes = ['any', 'hour', 'hour-of-week'] as const
export type SuppressionTime = (typeof suppressionTimes)[number]

/** What is like an anomaly that somebody called false: values of the same kind that are not to be raised again. */
export interface Pattern {
  /** 0-based place of the channel. */
  readonly channel: number
  /** On which side of what was expected. */
  readonly direction: Exclude<Direction, 'both'>
  /** Greatest |value − expected|, in the unit that is watched. */
  readonly atMost: number
  readonly time: SuppressionTime
  /** By the clocks of the series: of the day, or of the week from Monday on; null where it is whenever. */
  readonly minute: number | null
}

/** Of one series, at most. */
export const suppressionsAtMost = 100

/** How much farther off than the false one a value may be and still be like it: beyond, an event has grown. */
const farther = 1.5
const minutesAround = 60
const minuteIn = 60_000
/** Minutes after which the clocks show the same again. */
const rounds = { hour: 1_440, 'hour-of-week': 10_080 } as const

type Seen = Pick<Finding, 'at' | 'channel' | 'value' | 'expected'>

/**
 * What is like a false anomaly: the same channel and side, up to half as far again from what is expected, and if asked so
 * within an hour of the same time of day or week. Throws INVALID_INPUT where it lies at what was expected: it stood out by
 * something that its value does not show.
 */
export function likeThis(one: Seen, time: SuppressionTime, zone: string): Pattern {
  const deviation = one.value - one.expected
  const atMost = farther * Math.abs(deviation)
  if (!(atMost > 0 && Number.isFinite(atMost)))
    throw new Fault('INVALID_INPUT', 'this value is what was expected, so its size does not say what is like it')
  return {
    channel: one.channel,
    direction: deviation > 0 ? 'above' : 'below',
    atMost,
    time,
    minute: time === 'any' ? null : minuteOf(one.at, timeZone(zone), rounds[time]),
  }
}

/** Whether a value is not to be raised. By the clocks of the series' zone, however these are put forward or back. */
export function suppresses(pattern: Pattern, one: Seen, zone: string): boolean {
  if (one.channel !== pattern.channel) return false
  const deviation = pattern.direction === 'above' ? one.value - one.expected : one.expected - one.value
  if (!(deviation > 0 && deviation <= pattern.atMost)) return false
  if (pattern.time === 'any' || pattern.minute === null) return true
  const round = rounds[pattern.time]
  const apart = Math.abs(minuteOf(one.at, timeZone(zone), round) - pattern.minute)
  return Math.min(apart, round - apart) <= minutesAround
}

/** 1 January 1970 was a Thursday: three days after a Monday. */
const fromMonday = 3 * 1_440

const minuteOf = (at: number, zone: TimeZone, round: number): number => {
  const minutes = Math.floor((at + zone.offset(at)) / minuteIn) + fromMonday
  return ((minutes % round) + round) % round
}

const weekdays = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'] as const

/** `load up to 12 kW above what is expected, within an hour of 14:20 on Mondays`. */
export function patternInWords(
  { direction, atMost, time, minute }: Pattern,
  channel: { readonly name: string; readonly unit: string | null },
): string {
  const size = `${Number(atMost.toPrecision(3))}${channel.unit === null ? '' : ` ${channel.unit}`}`
  const what = `${channel.name} up to ${size} ${direction} what is expected`
  if (time === 'any' || minute === null) return what
  const [hours, minutes] = [Math.floor(minute / 60) % 24, minute % 60].map(part => `${part}`.padStart(2, '0'))
  const day = time === 'hour' ? '' : ` on ${weekdays[Math.floor(minute / 1_440)]}`
  return `${what}, within an hour of ${hours}:${minutes}${day}`
}

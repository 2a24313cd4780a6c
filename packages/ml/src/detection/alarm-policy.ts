import type { AlarmRules, Direction } from '@seriema/domain/anomaly'
import type { Detector } from '../contract/detector.ts'
import type { PointScore } from '../contract/scorer.ts'

/** When a score is worth somebody's attention. */
export interface AlarmPolicy {
  /** Scores above it are alarms. */
  readonly threshold: number
  /** Which side of the expected value matters. */
  readonly direction: Direction
  /** Least |value − expected|, in the unit of the series. */
  readonly leastAbsolute: number
  /** Least |value − expected| as a share of |expected|. */
  readonly leastRelative: number
  /** After an alarm there is rest for this share of the points seen so far, and at most `longestRest` points. */
  readonly restShare: number
  readonly longestRest: number
  /** Rest is broken by a score so many times that of the alarm before it. */
  readonly escalation: number
}

export const defaultAlarmPolicy: AlarmPolicy = {
  threshold: 3,
  direction: 'both',
  leastAbsolute: 0,
  leastRelative: 0,
  restShare: 0.04,
  longestRest: 150,
  escalation: 1.5,
}

/** The policy of a series whose owner has these rules, for the scores of a detector. */
export const policyOf = (
  { direction, leastAbsolute, leastRelative, rest }: AlarmRules,
  { threshold = defaultAlarmPolicy.threshold }: Pick<Detector, 'threshold'>,
): AlarmPolicy => ({
  ...defaultAlarmPolicy,
  threshold,
  direction,
  leastAbsolute,
  leastRelative,
  longestRest: rest,
})

/** Plain data; changed in place by `alarms`. */
export interface AlarmState {
  /** Points seen, missing ones too. */
  seen: number
  restUntil: number
  lastScore: number
}

export const noAlarmsYet = (): AlarmState => ({ seen: 0, restUntil: 0, lastScore: 0 })

/**
 * Whether a point stands out at all: above the threshold, on the side and by the deviation asked for.
 */
export function standsOut(policy: AlarmPolicy, value: number, point: PointScore): boolean {
  if (!(point.score > policy.threshold)) return false
  const deviation = value - point.expected
  if (policy.direction === 'above' && deviation <= 0) return false
  if (policy.direction === 'below' && deviation >= 0) return false
  if (Math.abs(deviation) < policy.leastAbsolute) return false
  return Math.abs(deviation) >= policy.leastRelative * Math.abs(point.expected)
}

/**
 * Whether a point is an alarm: it stands out, and is not in the rest after an alarm unless much worse. One event is thus
 * one alarm, or a few when it grows, however many points it lasts.
 */
export function alarms(state: AlarmState, policy: AlarmPolicy, value: number, point: PointScore | null): boolean {
  const now = state.seen++
  if (point === null || !standsOut(policy, value, point)) return false
  if (now < state.restUntil && !(point.score > policy.escalation * state.lastScore)) return false
  state.restUntil = now + 1 + Math.min(policy.longestRest, Math.floor(policy.restShare * now))
  state.lastScore = point.score
  return true
}

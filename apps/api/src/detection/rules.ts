import type { AlarmRules } from '@seriema/domain/anomaly'
import {
  type AlarmPolicy,
  type AlarmState,
  alarms,
  defaultAlarmPolicy,
  standsOut,
} from '@seriema/ml/detection/alarm-policy'
import type { Flagged } from './judge.ts'

export type Raised<F extends Flagged> = F & {
  /** Whether an event begins with it. */
  readonly alarm: boolean
}

export const policyOf = ({ direction, leastAbsolute, leastRelative, rest }: AlarmRules): AlarmPolicy => ({
  ...defaultAlarmPolicy,
  direction,
  leastAbsolute,
  leastRelative,
  longestRest: rest,
})

/**
 * What of a column's high scores stands out by the series' rules, and which of it are alarms; in the rest after one, only
 * values that are unusual by themselves. Moves the state on.
 */
export function raise<F extends Flagged>(
  state: AlarmState,
  rules: AlarmRules,
  values: Float64Array,
  flagged: readonly F[],
): readonly Raised<F>[] {
  const policy = policyOf(rules)
  const before = state.seen
  const raised: Raised<F>[] = []
  for (const one of flagged) {
    const value = values[one.index]!
    if (!standsOut(policy, value, one.found)) continue
    state.seen = before + one.index
    const alarm = alarms(state, policy, value, one.found)
    // What is new after an alarm may be no more than a window that still holds what raised it.
    if (alarm || value < one.found.lower || value > one.found.upper) raised.push({ ...one, alarm })
  }
  state.seen = before + values.length
  return raised
}

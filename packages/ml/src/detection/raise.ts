import type { ScoredValue } from '../contract/detector.ts'
import { type AlarmPolicy, type AlarmState, alarms, standsOut } from './alarm-policy.ts'

/** A value that stands out. */
export interface Raised {
  readonly scored: ScoredValue
  /** Whether an event begins with it. */
  readonly alarm: boolean
}

/**
 * Which of a column's scores stand out by the policy, and which of these are alarms; in the rest after an alarm, only
 * values that are unusual by themselves. Moves the state on by the whole column.
 *
 * @param scored ascending; those left out do not stand out
 */
export function raise(
  state: AlarmState,
  policy: AlarmPolicy,
  values: Float64Array,
  scored: readonly ScoredValue[],
): readonly Raised[] {
  const before = state.seen
  const raised: Raised[] = []
  for (const one of scored) {
    const value = values[one.index]!
    if (!standsOut(policy, value, one)) continue
    state.seen = before + one.index
    const alarm = alarms(state, policy, value, one)
    // What is new after an alarm may be no more than a window that still holds what raised it.
    if (alarm || value < one.lower || value > one.upper) raised.push({ scored: one, alarm })
  }
  state.seen = before + values.length
  return raised
}

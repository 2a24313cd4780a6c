import type { PointColumns } from '@seriema/domain/point'
import { suppresses } from '@seriema/domain/suppression'
import type { ScoredValue } from '../contract/detector.ts'
import { type AlarmPolicy, type AlarmState, alarms, standsOut } from './alarm-policy.ts'
import type { WatchedSeries } from './detection.ts'

/** A value that stands out. */
export interface Raised {
  readonly scored: ScoredValue
  /** Whether an event begins with it. */
  readonly alarm: boolean
}

export type Suppressed = (one: ScoredValue) => boolean
const nothingSuppressed: Suppressed = () => false

/** Whether what stands out in a channel of a series is like something that somebody called false. */
export function suppressedIn(
  { suppressions, timeZone }: Pick<WatchedSeries, 'suppressions' | 'timeZone'>,
  { times, channels }: PointColumns,
  channel: number,
): Suppressed {
  const patterns = suppressions.filter(pattern => pattern.channel === channel)
  if (patterns.length === 0) return nothingSuppressed
  return ({ index, expected }) => {
    const seen = { at: times[index]!, channel, value: channels[channel]![index]!, expected }
    return patterns.some(pattern => suppresses(pattern, seen, timeZone))
  }
}

/**
 * Which of a column's scores stand out by the policy, and which of these are alarms; in the rest after an alarm, only
 * values that are unusual by themselves. Moves the state on by the whole column.
 *
 * @param scored ascending; those left out do not stand out
 * @param suppressed whether one that stands out is not to be raised: it leaves no trace, and begins no rest
 */
export function raise(
  state: AlarmState,
  policy: AlarmPolicy,
  values: Float64Array,
  scored: readonly ScoredValue[],
  suppressed: Suppressed = nothingSuppressed,
): readonly Raised[] {
  const before = state.seen
  const raised: Raised[] = []
  for (const one of scored) {
    const value = values[one.index]!
    if (!standsOut(policy, value, one) || suppressed(one)) continue
    state.seen = before + one.index
    const alarm = alarms(state, policy, value, one)
    // What is new after an alarm may be no more than a window that still holds what raised it.
    if (alarm || value < one.lower || value > one.upper) raised.push({ scored: one, alarm })
  }
  state.seen = before + values.length
  return raised
}

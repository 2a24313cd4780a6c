import type { PointColumns } from '@seriema/domain/point'
import type { Detector, ForecastBefore } from '../contract/detector.ts'
import { policyOf } from './alarm-policy.ts'
import type { WatchedSeries } from './detection.ts'
import { judge, type Work } from './judge.ts'
import type { DetectorState } from './knowledge.ts'
import { raise, suppressedIn } from './raise.ts'

/** What a detector says by itself, with nobody in its place: one entry an instant. */
export interface Opinion {
  /** 1 where it has anything to say of a value. */
  readonly spoke: Uint8Array
  /** 1 where a value stands out that is not suppressed. */
  readonly flagged: Uint8Array
  /** `[channel][instant]`; NaN where it has none. */
  readonly scores: readonly Float64Array[]
}

/**
 * Lets a detector judge points that come after all it knows, and learn them. Throws what the detector throws; `state` then
 * is worth nothing.
 */
export function* opinion(
  detector: Detector,
  state: DetectorState,
  { alarmRules, suppressions, timeZone }: Pick<WatchedSeries, 'alarmRules' | 'suppressions' | 'timeZone'>,
  points: PointColumns,
  forecastBefore: ForecastBefore,
): Work<Opinion> {
  const { columns } = yield* judge(detector, state.channels, points, forecastBefore, true, timeZone)
  const policy = policyOf(alarmRules, detector)
  const spoke = new Uint8Array(points.times.length)
  const flagged = new Uint8Array(points.times.length)
  const scores = columns.map(({ scored, silent }, channel) => {
    const values = points.channels[channel]!
    for (let i = 0; i < values.length; i++) if (silent[i] === 0 && !Number.isNaN(values[i]!)) spoke[i] = 1
    const suppressed = suppressedIn({ suppressions, timeZone }, points, channel)
    for (const raised of raise(state.alarms[channel]!, policy, values, scored, suppressed))
      flagged[raised.scored.index] = 1
    const own = new Float64Array(values.length).fill(Number.NaN)
    for (const { index, score } of scored) own[index] = score
    return own
  })
  return { spoke, flagged, scores }
}

import type { DetectorKind } from '@seriema/domain/anomaly'
import type { PointColumns } from '@seriema/domain/point'
import type { ChannelState, Detector, ForecastBefore, PlainState } from '../contract/detector.ts'
import { type AlarmState, noAlarmsYet, policyOf } from './alarm-policy.ts'
import type { WatchedSeries } from './detection.ts'
import { judge, type Work } from './judge.ts'
import { raise, suppressedIn } from './raise.ts'

/** What the detector that a series has chosen knows of it, one entry a channel. Plain data; changed in place. */
export interface DetectorState {
  readonly kind: DetectorKind
  /** By whose clocks it learnt. */
  readonly timeZone: string
  /** Null where it was not trained. */
  readonly versionId: number | null
  readonly channels: readonly ChannelState[]
  readonly alarms: readonly AlarmState[]
}

/** All that is known for detection on a series. */
export interface Knowledge {
  /** The baseline's state of each channel, which speaks where the chosen detector cannot. */
  readonly baseline: readonly PlainState[]
  /** Null while it is being made again from stored points. */
  readonly chosen: DetectorState | null
  /** Why the last batch in order fell back, if that was worth telling. */
  readonly fallback: string | null
}

/** One that has seen nothing, although `pointCount` points were there before. */
export const newDetectorState = (
  detector: Detector,
  { channels, timeZone }: Pick<WatchedSeries, 'channels' | 'timeZone'>,
  pointCount: number,
): DetectorState => ({
  kind: detector.kind,
  timeZone,
  versionId: detector.versionId ?? null,
  channels: channels.map(() => detector.initial()),
  alarms: newAlarms(channels.length, pointCount),
})

/** Whether a state is what this detector knows, and no other. */
export const knownBy = ({ kind, versionId }: DetectorState, detector: Detector): boolean =>
  kind === detector.kind && versionId === (detector.versionId ?? null)

export const newAlarms = (channels: number, pointCount: number): readonly AlarmState[] =>
  Array.from({ length: channels }, () => ({ ...noAlarmsYet(), seen: pointCount }))

/** Lets the detector see points that were judged before. Throws what the detector throws. */
export function* learn(
  detector: Detector,
  state: DetectorState,
  { alarmRules, suppressions, timeZone }: Pick<WatchedSeries, 'alarmRules' | 'suppressions' | 'timeZone'>,
  points: PointColumns,
  forecastBefore: ForecastBefore,
): Work<void> {
  const { columns } = yield* judge(detector, state.channels, points, forecastBefore, false, timeZone)
  const policy = policyOf(alarmRules, detector)
  columns.forEach(({ scored }, channel) => {
    const suppressed = suppressedIn({ suppressions, timeZone }, points, channel)
    raise(state.alarms[channel]!, policy, points.channels[channel]!, scored, suppressed)
  })
}

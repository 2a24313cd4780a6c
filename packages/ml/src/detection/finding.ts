import type { Finding, Severity } from '@seriema/domain/anomaly'
import type { Detector } from '../contract/detector.ts'
import { severityOf } from '../contract/severity.ts'
import { defaultAlarmPolicy } from './alarm-policy.ts'
import { baseline } from './baseline.ts'
import type { Batch, WatchedSeries } from './detection.ts'
import type { Raised } from './raise.ts'
import { reasonFor } from './reason.ts'

/** Who said that a value stands out. */
export interface Spoken {
  readonly detector: Detector
  /** Why the baseline speaks, where it does in another's place. */
  readonly fallback: string | null
}

export const bySelf = (detector: Detector): Spoken => ({ detector, fallback: null })
export const byBaseline = (fallback: string | null): Spoken => ({ detector: baseline, fallback })

/** What stands out, in words for people. */
export function toFinding(
  series: WatchedSeries,
  { points, forecast }: Batch,
  channel: number,
  { scored, alarm }: Raised,
  { detector, fallback }: Spoken,
): Finding {
  const { index, score, expected, lower, upper } = scored
  const at = points.times[index]!
  const value = points.channels[channel]![index]!
  const expectation = detector.expectation(forecast?.forecaster ?? '')
  return {
    at,
    channel,
    value,
    expected,
    lower,
    upper,
    score,
    severity: severityOf(score, detector.threshold ?? defaultAlarmPolicy.threshold) as Severity,
    detector: detector.kind,
    versionId: detector.versionId ?? null,
    fallback,
    reason: reasonFor(value, scored, expectation, series.channels[channel]!.unit ?? ''),
    late: series.lastAt !== null && at < series.lastAt,
    alarm,
  }
}

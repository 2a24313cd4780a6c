import type { DetectorKind } from '@seriema/domain/anomaly'
import type { Fault } from '@seriema/domain/fault'
import type { Rejection, Warning } from '@seriema/domain/point'
import type { Settled } from '@seriema/domain/settle'
import { baseline } from '@seriema/ml/detection/baseline'
import type { Serving } from '../../serving/serving.ts'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import type { Series } from '../../store/series.ts'
import type { Scored } from './detect.ts'

/** What became of a batch. */
export interface SeriesOutcome {
  readonly key: string
  /** As it is after the commit; null when there is none of this key. */
  readonly series: Series | null
  /** New points and replaced ones. */
  readonly stored: number
  /** Already stored with the same values. */
  readonly duplicates: number
  /** Stored with other values before: replaced when asked to, else rejected. */
  readonly conflicts: number
  readonly late: number
  /** The first 10,000 of each; `rejected` and `warned` count all. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
  readonly warnings: readonly Warning[]
  readonly warned: number
  readonly anomalies: readonly StoredAnomaly[]
  /** Which detector spoke, of which version where it was trained, and why when it was not who speaks for the series. */
  readonly detector: DetectorKind
  readonly versionId: number | null
  readonly fallback: string | null
  /**
   * The first point that another spoke for, where it could have, had the points come in order and at leisure; epoch
   * milliseconds. Null where there is none.
   */
  readonly standInFrom: number | null
  /** Why nothing of this series was stored, when nothing could be. */
  readonly fault: Fault | null
}

/** Of a batch nothing of which can be stored. */
export const refused = (
  { serving }: { readonly serving: Pick<Serving, 'speakerOf'> },
  key: string,
  series: Series | null,
  fault: Fault,
): SeriesOutcome => ({
  key,
  series,
  stored: 0,
  duplicates: 0,
  conflicts: 0,
  late: 0,
  rejections: [],
  rejected: 0,
  warnings: [],
  warned: 0,
  anomalies: [],
  detector: series === null ? baseline.kind : serving.speakerOf(series, 'watch').kind,
  versionId: series === null ? null : serving.speakerOf(series, 'watch').versionId,
  fallback: null,
  standInFrom: null,
  fault,
})

/** Of a batch that was compared and scored; `series` as it is after it. */
export const outcomeOf = (
  { fresh, replaced, unchanged, conflicts, late, rejections, rejected, warnings, warned }: Settled<Series>,
  series: Series,
  { detection: { detector, versionId, fallback }, standInFrom }: Scored,
  anomalies: readonly StoredAnomaly[],
): SeriesOutcome => ({
  key: series.key,
  series,
  stored: fresh.times.length + replaced.times.length,
  duplicates: unchanged.times.length,
  conflicts,
  late,
  rejections,
  rejected,
  warnings,
  warned,
  anomalies,
  detector,
  versionId,
  fallback,
  standInFrom,
  fault: null,
})

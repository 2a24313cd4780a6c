import type { AlarmRules, DetectorKind, Finding } from '@seriema/domain/anomaly'
import type { PointColumns } from '@seriema/domain/point'
import type { Channel } from '@seriema/domain/series'
import type { Pattern } from '@seriema/domain/suppression'
import type { Detector, EarlierForecast } from '../contract/detector.ts'
import type { PointScore } from '../contract/scorer.ts'

/** What detection takes of a series, as it was before the points. */
export interface WatchedSeries {
  readonly channels: readonly Pick<Channel, 'unit'>[]
  readonly alarmRules: AlarmRules
  /** What is not to be raised. */
  readonly suppressions: readonly Pattern[]
  /** By whose clocks it lives: the season follows where these are put forward or back. */
  readonly timeZone: string
  readonly pointCount: number
  /** Epoch milliseconds of its newest point; null when it has none. */
  readonly lastAt: number | null
}

/** Points to be judged, with the newest forecast made before the first of them. */
export interface Batch {
  readonly points: PointColumns
  readonly forecast: EarlierForecast | null
}

/** New points of a series beside those it has. */
export interface NewPoints {
  /** Newer than all it has. */
  readonly inOrder: Batch
  /** Among those it has, or in place of some. */
  readonly outOfOrder: Batch
  /** Those it has from `contextBefore` before the first out of order to the last of them. */
  readonly around: PointColumns
}

/** What was said of one value, whether it stands out or not. */
export interface ValueScore extends PointScore {
  /** Epoch milliseconds. */
  readonly at: number
  /** 0-based place of the channel. */
  readonly channel: number
}

/** What detection says of new points. */
export interface Detection {
  /** What stood out, by time and channel. */
  readonly findings: readonly Finding[]
  /** Where the points were to be judged in full: every value that anything could be said of, in no particular order. */
  readonly scores: readonly ValueScore[]
  /** Which detector spoke, and why the chosen one did not or not of all values. */
  readonly detector: DetectorKind
  /** Its version, where it was trained. */
  readonly versionId: number | null
  readonly fallback: string | null
  /** Whether it is worth telling people that another spoke: that a detector needs more points, or a moment, is no news. */
  readonly remarkable: boolean
}

export const nothingDetected = ({
  kind,
  versionId = null,
}: Pick<Detector, 'kind'> & { readonly versionId?: number | null }): Detection => ({
  findings: [],
  scores: [],
  detector: kind,
  versionId,
  fallback: null,
  remarkable: false,
})

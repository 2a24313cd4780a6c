import type { Detector, Severity } from '@seriema/domain/anomaly'
import type { RawColumns, Rejection } from '@seriema/domain/point'
import type { App } from '../app.ts'
import type { Series } from '../store/series.ts'

/** What the detector says of one value; null where nothing can be said. */
export interface Verdict {
  /** Epoch milliseconds. */
  readonly at: number
  readonly channel: number
  readonly value: number | null
  readonly score: number | null
  readonly expected: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly severity: Severity | null
  readonly reason: string | null
}

export interface ScoredBatch {
  readonly detector: Detector
  readonly fallback: string | null
  /** One per good point and channel, by time. */
  readonly verdicts: readonly Verdict[]
  readonly rejections: readonly Rejection[]
}

/** Scores a batch as if it came now, without storing it. Throws INVALID_INPUT when columns do not fit. */
export async function scoreBatch(
  app: Pick<App, 'config' | 'clock' | 'log' | 'db' | 'windows'>,
  series: Series,
  raw: RawColumns,
): Promise<ScoredBatch> {
  throw new Error(`not written yet: ${app}, ${series}, ${raw}`)
}

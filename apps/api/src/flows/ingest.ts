import type { Detector } from '@seriema/domain/anomaly'
import type { Fault } from '@seriema/domain/fault'
import type { RawColumns, Rejection, Warning } from '@seriema/domain/point'
import type { App } from '../app.ts'
import type { StoredAnomaly } from '../store/anomalies.ts'
import type { Series } from '../store/series.ts'

/** Points of one series as they arrive; every element is checked here. */
export interface IncomingBatch {
  readonly key: string
  readonly raw: RawColumns
}

export interface IngestOptions {
  /** Whether a different value for a stored instant replaces it. */
  readonly replace: boolean
}

export interface SeriesOutcome {
  readonly key: string
  /** As it is after the commit; null when there is none of this key. */
  readonly series: Series | null
  readonly stored: number
  /** Already stored with the same values. */
  readonly duplicates: number
  /** Stored with other values before: replaced when asked to (then they count as stored, too), else rejected. */
  readonly conflicts: number
  readonly late: number
  readonly rejections: readonly Rejection[]
  readonly warnings: readonly Warning[]
  readonly anomalies: readonly StoredAnomaly[]
  /** Which scorer spoke, and why when it was not the series' own. */
  readonly detector: Detector
  readonly fallback: string | null
  /** Why nothing of this series was stored, when nothing could be. */
  readonly fault: Fault | null
}

/** What ingestion needs of the App. */
export type IngestApp = Pick<App, 'config' | 'clock' | 'log' | 'db' | 'windows' | 'forecasting' | 'meters'>

/** One outcome per batch, in order. */
export async function ingest(
  app: IngestApp,
  batches: readonly IncomingBatch[],
  options: IngestOptions,
): Promise<readonly SeriesOutcome[]> {
  throw new Error(`not written yet: ${app}, ${batches}, ${options}`)
}

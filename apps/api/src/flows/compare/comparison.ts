import type { LabelCounts } from '@seriema/domain/label'
import type { PointColumns } from '@seriema/domain/point'
import type { Role } from '@seriema/domain/role'
import type { MetricFigures } from '@seriema/domain/version'
import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import type { Core } from '../../core.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Series } from '../../store/series.ts'
import type { Version } from '../../store/version.ts'

/** What comparing reaches for. */
export type CompareApp = Pick<Core, 'reads'> & {
  readonly serving: Pick<Serving, 'versions' | 'watcherBy'>
  readonly oneAtATime: OneAtATime
}

/** What a version said over the window, one array a channel and one entry an instant; NaN where it said nothing. */
export interface ComparedVersion {
  readonly version: Version
  /** What it forecast, in the units of the channels; of one that watches, its scores. */
  readonly values: readonly Float64Array[]
  /** How far its forecasts were from what came; null for one that watches. */
  readonly metrics: MetricFigures | null
  /** Values it would have raised, and what people say of these and of what it would not; null for one that forecasts. */
  readonly raised: number | null
  readonly labels: LabelCounts | null
}

/** Two versions asked on the same window. */
export interface VersionComparison {
  readonly series: Series
  readonly role: Role
  readonly times: Float64Array
  /** What came, one array a channel, counters as rates. */
  readonly actual: readonly Float64Array[]
  readonly a: ComparedVersion
  readonly b: ComparedVersion
  /** Steps ahead, and from how many origins; null for versions that watch. */
  readonly horizon: number | null
  readonly origins: number | null
  /** Share of values of which both say the same, raised or not; null for versions that forecast. */
  readonly agreement: number | null
}

/** What both ways of comparing are given. */
export type Two = readonly [Version, Version]
export type Window = PointColumns

import type { PointColumns } from '@seriema/domain/point'
import type { App } from '../app.ts'
import type { PointRange } from '../store/points.ts'
import type { Series } from '../store/series.ts'

export interface WindowRequest extends PointRange {
  /** More points than this are down-sampled by LTTB. */
  readonly maxPoints?: number | null | undefined
  /** Points to average over. */
  readonly rollingMean?: number | null | undefined
}

export interface PointWindow extends PointColumns {
  /** One column per channel where it was asked for. */
  readonly rollingMean: readonly Float64Array[] | null
  /** How many stored points the range holds. */
  readonly total: number
  readonly downsampled: boolean
  /** The same ready for JSON, NaN as null; made once per window and shared, so never change it. */
  readonly json: {
    readonly times: readonly number[]
    readonly values: readonly (readonly (number | null)[])[]
  }
}

export interface ChannelStatistics {
  readonly channel: number
  readonly count: number
  readonly missing: number
  readonly mean: number | null
  readonly standardDeviation: number | null
  readonly minimum: number | null
  readonly maximum: number | null
  readonly median: number | null
  readonly last: number | null
}

type ReadApp = Pick<App, 'db' | 'windows'>

/** Oldest first; the last 1,000 points unless asked for otherwise. Throws INVALID_INPUT. */
export async function readWindow(app: ReadApp, series: Series, request: WindowRequest): Promise<PointWindow> {
  throw new Error(`not written yet: ${app}, ${series}, ${request}`)
}

/** Per channel. Throws INVALID_INPUT. */
export async function readStatistics(
  app: ReadApp,
  series: Series,
  range: PointRange,
): Promise<readonly ChannelStatistics[]> {
  throw new Error(`not written yet: ${app}, ${series}, ${range}`)
}

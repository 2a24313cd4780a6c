import type { GeneratorDraft, GeneratorSettings } from '../sources/generator/settings.ts'

/** The generator of a series. `startedAt` (epoch ms) is the instant of point 0; `generated` counts the points made. */
export interface Generator {
  readonly seriesId: number
  readonly settings: GeneratorSettings
  readonly running: boolean
  readonly startedAt: number
  readonly generated: number
}

/** Ground truth: `times` ascending epoch milliseconds, every column as long; `injected` is 0 where nothing was. */
export interface Truth {
  readonly times: Float64Array
  readonly channels: readonly TruthChannel[]
}
export type TruthChannel = { readonly [K in 'base' | 'trend' | 'season' | 'noise' | 'injected']: Float64Array }

/** A window of time, as everywhere: `from` inclusive, `to` exclusive (epoch ms), or the `last` N [1000]. */
export interface TruthRange {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  readonly last?: number | null | undefined
}

export interface GeneratedSeries {
  readonly id: number
  readonly key: string
}

export interface Generators {
  /** Starts, or goes on with changed settings. Throws INVALID_INPUT. */
  start(series: GeneratedSeries, draft?: GeneratorDraft | null): Promise<Generator>
  /** Throws GENERATOR_NOT_FOUND where the series never had one. */
  stop(series: GeneratedSeries): Promise<Generator>
  /** Removes the series' points, anomalies, forecasts and truth and starts over from point 0. Throws GENERATOR_NOT_FOUND, INVALID_INPUT. */
  reset(series: GeneratedSeries, draft?: GeneratorDraft | null): Promise<Generator>
  /** In the order of `seriesIds`, null where a series has none; one query. */
  find(seriesIds: readonly number[]): Promise<readonly (Generator | null)[]>
  truth(series: GeneratedSeries, range: TruthRange): Promise<Truth>
  /** How many run, in all processes. */
  running(): Promise<number>
  /** Finishes the batch in hand and starts no other. */
  close(): Promise<void>
}

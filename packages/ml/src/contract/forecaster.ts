import type { ForecasterKind } from '@seriema/domain/forecast'

/**
 * What a forecaster learns from or looks at: a regular grid, oldest value first, one array per channel, all of the same
 * length and without missing values (`regularGrid` in series/regular-grid.ts makes one from stored points).
 */
export interface Window {
  readonly channels: readonly Float64Array[]
  /** Sampling interval in milliseconds. */
  readonly interval: number
}

/** Point forecasts in the units of the window: `[channel][step]`, each array `horizon` long. */
export type PointForecast = readonly Float64Array[]

/** A forecaster that has learnt what it needs and may be asked as often as one likes. */
export interface FittedForecaster {
  readonly kind: ForecasterKind
  /** The number of most recent points it looks at; longer windows are cropped, shorter ones are a Fault. */
  readonly lookback: number
  /** One forecast per window, in order; windows given together are computed together. Finite for finite input. */
  forecast(windows: readonly Window[], horizon: number): Promise<readonly PointForecast[]>
}

/**
 * Whether there is still time: asked between pieces of work of some milliseconds, so that what takes longer than it was
 * estimated to ends with what it has. Without it all is done, and the outcome is the same whenever it is asked.
 */
export type StillTime = () => boolean

export interface FitOptions {
  readonly horizon: number
  readonly season: number
  readonly stillTime?: StillTime
}

/** What can be fitted to a series, and how much history it needs before it can be. */
export interface Forecaster {
  readonly kind: ForecasterKind
  /** The longest horizon it can forecast; Infinity where there is none. */
  readonly longestHorizon: number
  /** The fewest points `fit` accepts for this horizon and season length (in points; 1 means no season). */
  pointsNeeded(horizon: number, season: number): number
  /** Milliseconds, roughly, that forecasting one channel takes; left out where that is next to nothing. */
  effort?(points: number, season: number): number
  /** Milliseconds, roughly, that a fit takes; left out where that is next to nothing. */
  fitEffort?(points: number, horizon: number, channels: number): number
  /** Deterministic. Throws Fault INSUFFICIENT_DATA below `pointsNeeded`. */
  fit(history: Window, options: FitOptions): Promise<FittedForecaster>
}

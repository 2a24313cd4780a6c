import type { Window } from './forecaster.ts'

/** Quantiles in the units of the window: `[channel][level][step]`, never falling from one level to the next. */
export type QuantileForecast = readonly (readonly Float64Array[])[]

/** What a kind that learnt quantiles can say beside its point forecast. */
export interface QuantileForecaster {
  /** The share of outcomes that each quantile is meant to lie above: in (0, 1), ascending. */
  readonly levels: readonly number[]
  /** As far as the model was trained to see. */
  readonly longestHorizon: number
  /** One forecast per window, in order. Throws Fault HORIZON_TOO_LONG beyond `longestHorizon`. */
  forecast(windows: readonly Window[], horizon: number): Promise<readonly QuantileForecast[]>
}

/** The levels themselves where they are ones; else null. */
export const checkedLevels = (levels: readonly unknown[]): readonly number[] | null =>
  levels.every((level, i) => typeof level === 'number' && level > ((levels[i - 1] as number) ?? 0) && level < 1)
    ? (levels as readonly number[])
    : null

/**
 * Quantiles that were learnt apart may cross; in order they are never farther from the truth (Chernozhukov,
 * Fernández-Val and Galichon, 2010). `at` gives each in its unit.
 */
export function inOrder(
  channels: number,
  levels: number,
  horizon: number,
  at: (channel: number, level: number, step: number) => number,
): QuantileForecast {
  const forecast = Array.from({ length: channels }, () =>
    Array.from({ length: levels }, () => new Float64Array(horizon)),
  )
  const column = new Float64Array(levels)
  forecast.forEach((quantiles, channel) => {
    for (let step = 0; step < horizon; step++) {
      for (let level = 0; level < levels; level++) column[level] = at(channel, level, step)
      column.sort()
      quantiles.forEach((values, level) => {
        values[step] = column[level]!
      })
    }
  })
  return forecast
}

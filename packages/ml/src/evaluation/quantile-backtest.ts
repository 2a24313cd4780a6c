import type { PointForecast, Window } from '../contract/forecaster.ts'
import type { QuantileForecast, QuantileForecaster } from '../contract/quantiles.ts'

/** Quantiles that were forecast, beside what came: NaN where the history ends before the step. */
export interface QuantileBacktest {
  readonly forecasts: readonly QuantileForecast[]
  /** `[forecast][channel][step]`. */
  readonly outcomes: readonly PointForecast[]
}

/** Windows handed over at a time. */
const batch = 256

/** What a forecaster that looks back `lookback` points would have said at some origins (see `backtest`), each seeing only what was before it. */
export async function quantileBacktest(
  quantiles: QuantileForecaster,
  lookback: number,
  { channels, interval }: Window,
  origins: Int32Array,
  horizon: number,
): Promise<QuantileBacktest> {
  const forecasts: QuantileForecast[] = []
  for (let start = 0; start < origins.length; start += batch) {
    const windows = Array.from(origins.subarray(start, start + batch), origin => ({
      channels: channels.map(values => values.subarray(origin - lookback, origin)),
      interval,
    }))
    forecasts.push(...(await quantiles.forecast(windows, horizon)))
  }
  const outcomes = Array.from(origins, origin =>
    channels.map(values => Float64Array.from({ length: horizon }, (_, h) => values[origin + h] ?? Number.NaN)),
  )
  return { forecasts, outcomes }
}

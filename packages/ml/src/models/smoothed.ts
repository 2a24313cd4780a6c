import type { FittedForecaster, Forecaster, ForecasterKind } from '../contract/forecaster.ts'
import { croppedChannels, enoughHistory, windowLength } from '../contract/window.ts'

/** Forecasts one channel, given without its mean and at a standard deviation of one. */
type Smooth = (values: Float64Array, horizon: number) => Float64Array

/**
 * A forecaster that learns nothing beforehand: each forecast is fitted to its own window, which is why it costs
 * milliseconds. Channels are standardised first, so that the search for parameters does not depend on the unit. One that
 * never moves stays as it is; where no model can be fitted, the last value is repeated.
 */
export function smoothedForecaster(
  kind: ForecasterKind,
  pointsNeeded: (season: number) => number,
  longestLookback: (season: number) => number,
  smoothing: (season: number) => Smooth,
  millisecondsPerPoint: number,
): Forecaster {
  const forecaster: Forecaster = {
    kind,
    longestHorizon: Number.POSITIVE_INFINITY,
    pointsNeeded: (_horizon, season) => pointsNeeded(season),
    effort: (points, season) => millisecondsPerPoint * Math.min(points, longestLookback(season)),
    async fit(history, { horizon, season }): Promise<FittedForecaster> {
      enoughHistory(forecaster, history, horizon, season)
      const lookback = Math.min(windowLength(history), longestLookback(season))
      const smooth = smoothing(season)
      return {
        kind,
        lookback,
        forecast: async (windows, horizon) =>
          windows.map(window => croppedChannels(window, lookback).map(values => standardised(values, horizon, smooth))),
      }
    },
  }
  return forecaster
}

function standardised(values: Float64Array, horizon: number, smooth: Smooth): Float64Array {
  const first = values[0]!
  const mean = first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const last = new Float64Array(horizon).fill(values.at(-1)!)
  if (!(deviation > 1e-12 * Math.abs(mean))) return last
  try {
    const forecast = smooth(
      values.map(value => (value - mean) / deviation),
      horizon,
    )
    return forecast.every(Number.isFinite) ? forecast.map(value => mean + deviation * value) : last
  } catch {
    return last
  }
}

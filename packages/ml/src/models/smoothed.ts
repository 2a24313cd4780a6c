import type { FittedForecaster } from '../contract/forecaster.ts'
import type { ClosedFormForecaster, ForecasterFacts } from '../contract/forecaster-family.ts'
import { croppedChannels, enoughHistory, windowLength } from '../contract/window.ts'

/** Forecasts one channel, given without its mean and at a standard deviation of one. */
type Smooth = (values: Float64Array, horizon: number) => Float64Array

/** How a kind smooths. */
interface Smoothing extends ForecasterFacts {
  /** Points, for a season length in points; 1 means no season. */
  pointsNeeded(season: number): number
  /** Points looked at, at most. */
  longestLookback(season: number): number
  smooth(season: number): Smooth
  /** For one channel. */
  readonly millisecondsPerPoint: number
}

/**
 * A forecaster that learns nothing beforehand: each forecast is fitted to its own window, which is why it costs
 * milliseconds. Channels are standardised first, so that the search for parameters does not depend on the unit. One that
 * never moves stays as it is; where no model can be fitted, the last value is repeated.
 */
export function smoothedForecaster(smoothing: Smoothing): ClosedFormForecaster {
  const { pointsNeeded, longestLookback, smooth, millisecondsPerPoint, ...facts } = smoothing
  const forecaster: ClosedFormForecaster = {
    ...facts,
    how: 'fitted',
    longestHorizon: Number.POSITIVE_INFINITY,
    pointsNeeded: (_horizon, season) => pointsNeeded(season),
    effort: (points, season) => millisecondsPerPoint * Math.min(points, longestLookback(season)),
    async fit(history, { horizon, season }): Promise<FittedForecaster> {
      enoughHistory(forecaster, history, horizon, season)
      const lookback = Math.min(windowLength(history), longestLookback(season))
      const forecastChannel = smooth(season)
      return {
        kind: facts.kind,
        lookback,
        forecast: async (windows, horizon) =>
          windows.map(window =>
            croppedChannels(window, lookback).map(values => standardised(values, horizon, forecastChannel)),
          ),
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

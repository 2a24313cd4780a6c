import type { MetricFigures } from '@seriema/domain/version'
import { accuracy, coverage, theilU } from './metrics.ts'

/**
 * Places in [first, cells) to forecast `horizon` steps from, evenly spread, `most` at most: no step is forecast twice, so
 * that what is forecast from all of them is one line. Empty where not even one fits.
 */
export function tiledOrigins(first: number, cells: number, horizon: number, most: number): Int32Array {
  const possible = cells - horizon - first + 1
  if (possible < 1) return new Int32Array()
  const count = Math.min(most, Math.floor((possible - 1) / horizon) + 1)
  const stride = count > 1 ? (possible - 1) / (count - 1) : 0
  return Int32Array.from({ length: count }, (_, i) => first + Math.floor(i * stride))
}

/** What somebody forecast, one array a channel, NaN where nothing was; in the units of the channels. */
export interface ForecastLine {
  readonly mean: readonly Float64Array[]
  /** Of the highest level. */
  readonly lower: readonly Float64Array[]
  readonly upper: readonly Float64Array[]
}

/**
 * How far two were from what came, each by the mean over the channels: only where both forecast, so that they are judged
 * by the same. `asItWas` is for each place the last value known when it was forecast. There is no MASE: no training data
 * are at hand to scale by.
 */
export function compareForecasts(
  actual: readonly Float64Array[],
  asItWas: readonly Float64Array[],
  [a, b]: readonly [ForecastLine, ForecastLine],
): readonly [MetricFigures, MetricFigures] {
  const judged = actual.map((values, c) =>
    values.map((value, i) => (Number.isFinite(a.mean[c]![i]! - b.mean[c]![i]!) ? value : Number.NaN)),
  )
  const figures = ({ mean, lower, upper }: ForecastLine): MetricFigures => {
    const channels = judged.map((values, c) => ({
      ...accuracy(values, mean[c]!),
      theilsU: theilU(values, mean[c]!, asItWas[c]!),
      coverage: coverage(values, lower[c]!, upper[c]!),
    }))
    const of = (name: 'mse' | 'mae' | 'rmse' | 'mape' | 'r2' | 'theilsU' | 'coverage') =>
      meanOf(channels.map(one => one[name]))
    const [mse, mae, rmse, mape] = [of('mse'), of('mae'), of('rmse'), of('mape')]
    return { mse, mae, rmse, mape, r2: of('r2'), theilsU: of('theilsU'), mase: null, coverage: of('coverage') }
  }
  return [figures(a), figures(b)]
}

function meanOf(values: readonly number[]): number | null {
  const known = values.filter(Number.isFinite)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

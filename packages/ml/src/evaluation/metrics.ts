/**
 * Accuracy of point forecasts, in the units of the series. `actual` and `forecast` are equally long; pairs of which
 * either is not finite are left out. NaN where a metric is not defined for what is left.
 */
export interface Accuracy {
  /** Pairs that counted. */
  readonly count: number
  /** Mean squared error, Σ (forecast − actual)² / count, in squared units. */
  readonly mse: number
  /** Mean absolute error, Σ |forecast − actual| / count. */
  readonly mae: number
  /** Root mean squared error, √mse. */
  readonly rmse: number
  /** Mean of |error| / |actual| over pairs with |actual| > 1e-8, as a share (0.05 = 5 %). NaN when there are none. */
  readonly mape: number
  /** 1 − Σ error² / Σ (actual − mean of actual)². NaN for constant actuals. May be negative. */
  readonly r2: number
}

/** Actuals closer to zero than this have no meaningful relative error. */
const nearZero = 1e-8

export function accuracy(actual: Float64Array, forecast: Float64Array): Accuracy {
  let count = 0
  let squared = 0
  let absolute = 0
  let relative = 0
  let relativeCount = 0
  let mean = 0
  let spread = 0
  for (let i = 0; i < actual.length; i++) {
    const y = actual[i]!
    const error = forecast[i]! - y
    if (!Number.isFinite(error)) continue
    count++
    squared += error * error
    absolute += Math.abs(error)
    if (Math.abs(y) > nearZero) {
      relative += Math.abs(error / y)
      relativeCount++
    }
    const deviation = y - mean
    mean += deviation / count
    spread += deviation * (y - mean)
  }
  const mse = squared / count
  return {
    count,
    mse,
    mae: absolute / count,
    rmse: Math.sqrt(mse),
    mape: relative / relativeCount,
    r2: spread > 0 ? 1 - squared / spread : Number.NaN,
  }
}

/**
 * Theil's U₂: the root mean squared error as a multiple of that of the forecast "as it was", the last value known at each
 * origin. Below 1 is better than that; 0 is perfect. Pairs with anything that is not finite are left out. NaN when "as it
 * was" was perfect or nothing is left.
 *
 * @param before for each pair the last value known when it was forecast
 */
export function theilU(actual: Float64Array, forecast: Float64Array, before: Float64Array): number {
  let squared = 0
  let unchanged = 0
  for (let i = 0; i < actual.length; i++) {
    const error = forecast[i]! - actual[i]!
    const change = before[i]! - actual[i]!
    if (!Number.isFinite(error) || !Number.isFinite(change)) continue
    squared += error * error
    unchanged += change * change
  }
  return unchanged > 0 ? Math.sqrt(squared / unchanged) : Number.NaN
}

/**
 * Mean absolute scaled error (Hyndman and Koehler, 2006): the mean absolute error as a multiple of `seasonalChange` in the
 * history that was learnt from. Below 1 is better than repeating the last season one step ahead. NaN where that is.
 */
export const mase = (actual: Float64Array, forecast: Float64Array, history: Float64Array, season = 1): number =>
  accuracy(actual, forecast).mae / seasonalChange(history, season)

/**
 * The mean absolute error of repeating the last season, one step at a time, within a history; pairs of which either is not
 * finite are left out. NaN when it is zero, or when the history is no longer than a season: nothing can be measured by it.
 */
export function seasonalChange(history: Float64Array, season: number): number {
  let sum = 0
  let count = 0
  for (let i = season; i < history.length; i++) {
    const change = Math.abs(history[i]! - history[i - season]!)
    if (!Number.isFinite(change)) continue
    sum += change
    count++
  }
  return sum > 0 ? sum / count : Number.NaN
}

/**
 * The share of actuals inside [lower, upper], bounds included. Actuals that are not finite are left out; a bound that is
 * not a number holds nothing. NaN when nothing is left.
 */
export function coverage(actual: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let inside = 0
  let count = 0
  for (let i = 0; i < actual.length; i++) {
    const y = actual[i]!
    if (!Number.isFinite(y)) continue
    count++
    if (y >= lower[i]! && y <= upper[i]!) inside++
  }
  return inside / count
}

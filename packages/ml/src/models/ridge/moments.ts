/**
 * The second moments of all windows of a series that a linear forecaster is made of. A window is `lags` values x and the
 * `horizon` values y after them, both less the mean of x.
 */
export interface Moments {
  /** The lags, and behind them the places of `told-apart`, where there are some. */
  readonly features: number
  readonly horizon: number
  /** Number of windows summed up. */
  windows: number
  /** Σ x·[x; y]ᵀ, row-major, features × (features + horizon). */
  readonly products: Float64Array
  /** Σ yᵀ·y. */
  targets: number
}

export const noMoments = (features: number, horizon: number): Moments => ({
  features,
  horizon,
  windows: 0,
  products: new Float64Array(features * (features + horizon)),
  targets: 0,
})

/**
 * Adds every window that lies within values[from, to) to `moments`. With s(t) the series and m(t) the mean of the window
 * that begins at t,
 *
 *   Σ (s(t+i) − m(t))·(s(t+j) − m(t)) = P(i, j) − M(i) − M(j) + Σ m(t)²,   P(i, j) = Σ s(t+i)·s(t+j),   M(j) = Σ m(t)·s(t+j)
 *
 * and P(i+1, j+1) differs from P(i, j) by one product at each end: O(windows·(lags + horizon) + lags·(lags + horizon))
 * instead of O(windows·lags·(lags + horizon)). `values` should be near zero mean and unit variance, so that nothing of
 * weight cancels.
 */
export function addMoments(moments: Moments, values: Float64Array, from: number, to: number): void {
  const { features: lags, horizon, products } = moments
  const width = lags + horizon
  const windows = to - from - width + 1
  if (windows <= 0) return
  const means = windowMeans(values, from, windows, lags)
  let meanSquares = 0
  for (let t = 0; t < windows; t++) meanSquares += means[t]! * means[t]!
  const firstRow = new Float64Array(width)
  const withMean = new Float64Array(width)
  correlate(values, from, means, windows, firstRow, withMean)

  let targets = 0
  const along = new Float64Array(firstRow)
  for (let i = 0; i < lags; i++) {
    const row = i * width
    const shift = meanSquares - withMean[i]!
    for (let j = i; j < width; j++) products[row + j] = products[row + j]! + along[j - i]! - withMean[j]! + shift
    const out = values[from + i]!
    const into = values[from + windows + i]!
    for (let d = 0; d < width - 1 - i; d++) {
      along[d] = along[d]! + into * values[from + windows + i + d]! - out * values[from + i + d]!
    }
  }
  for (let i = 1; i < lags; i++) for (let j = 0; j < i; j++) products[i * width + j] = products[j * width + i]!
  let square = along[0]!
  for (let j = lags; j < width; j++) {
    targets += square - 2 * withMean[j]! + meanSquares
    const out = values[from + j]!
    const into = values[from + windows + j] ?? 0
    square += into * into - out * out
  }
  moments.targets += targets
  moments.windows += windows
}

/** The mean of each window; running, but begun afresh every 1,024 windows so that rounding cannot pile up. */
function windowMeans(values: Float64Array, from: number, windows: number, lags: number): Float64Array {
  const means = new Float64Array(windows)
  let sum = 0
  for (let t = 0; t < windows; t++) {
    if (t % 1024 === 0) {
      sum = 0
      for (let i = 0; i < lags; i++) sum += values[from + t + i]!
    } else {
      sum += values[from + t + lags - 1]! - values[from + t - 1]!
    }
    means[t] = sum / lags
  }
  return means
}

/** P(0, j) and M(j) for every j; four windows at a time, so that the sums stay in registers' reach of each other. */
function correlate(
  values: Float64Array,
  from: number,
  means: Float64Array,
  windows: number,
  firstRow: Float64Array,
  withMean: Float64Array,
): void {
  for (let j = 0; j < firstRow.length; j++) {
    let p0 = 0
    let p1 = 0
    let m0 = 0
    let m1 = 0
    let t = 0
    for (; t + 1 < windows; t += 2) {
      const a = values[from + t + j]!
      const b = values[from + t + 1 + j]!
      p0 += values[from + t]! * a
      p1 += values[from + t + 1]! * b
      m0 += means[t]! * a
      m1 += means[t + 1]! * b
    }
    if (t < windows) {
      p0 += values[from + t]! * values[from + t + j]!
      m0 += means[t]! * values[from + t + j]!
    }
    firstRow[j] = p0 + p1
    withMean[j] = m0 + m1
  }
}

import { addMoments, type Moments, noMoments } from './moments.ts'

/** A stretch of a series, and what its windows are told beyond their values: which of the places are theirs. */
export interface Stretch {
  readonly values: Float64Array
  readonly from: number
  readonly to: number
  readonly places: readonly number[]
}

export interface Shape {
  readonly lags: number
  readonly horizon: number
  /** How many places there are. */
  readonly places: number
}

/**
 * The moments of all windows of these stretches, where behind the lags x each place is a feature of its own: 1 for the
 * windows that have it, 0 for the others. What has the same places has the same such features, so that its products with
 * them are sums of x and y.
 */
export function momentsApart(stretches: readonly Stretch[], { lags, horizon, places }: Shape): Moments {
  const all = noMoments(lags + places, horizon)
  for (const alike of Map.groupBy(stretches, one => one.places.join(' ')).values()) {
    const own = noMoments(lags, horizon)
    const sums = new Float64Array(lags + horizon)
    for (const { values, from, to } of alike) {
      addMoments(own, values, from, to)
      addSums(sums, values, from, to - from - sums.length + 1, lags)
    }
    addAlike(all, own, sums, alike[0]!.places)
  }
  return all
}

/** Adds Σ (s(t+j) − m(t)) over the windows t for every j, each sum from the one before. */
function addSums(sums: Float64Array, values: Float64Array, from: number, windows: number, lags: number): void {
  if (windows <= 0) return
  const plain = new Float64Array(sums.length)
  let sum = 0
  for (let t = 0; t < windows; t++) sum += values[from + t]!
  for (let j = 0; j < plain.length; j++) {
    plain[j] = sum
    sum += (values[from + windows + j] ?? 0) - values[from + j]!
  }
  const means = plain.subarray(0, lags).reduce((total, one) => total + one, 0) / lags
  for (let j = 0; j < sums.length; j++) sums[j] = sums[j]! + plain[j]! - means
}

function addAlike(all: Moments, own: Moments, sums: Float64Array, places: readonly number[]): void {
  const { features: lags, horizon, products } = own
  const { features } = all
  const width = features + horizon
  const add = (row: number, column: number, value: number) => {
    all.products[row * width + column] = all.products[row * width + column]! + value
  }
  for (let i = 0; i < lags; i++) {
    const row = i * (lags + horizon)
    for (let j = 0; j < lags; j++) add(i, j, products[row + j]!)
    for (let h = 0; h < horizon; h++) add(i, features + h, products[row + lags + h]!)
    for (const place of places) {
      add(i, lags + place, sums[i]!)
      add(lags + place, i, sums[i]!)
    }
  }
  for (const place of places) {
    for (const other of places) add(lags + place, lags + other, own.windows)
    for (let h = 0; h < horizon; h++) add(lags + place, features + h, sums[lags + h]!)
  }
  all.windows += own.windows
  all.targets += own.targets
}

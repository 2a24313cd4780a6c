import { Fault } from '@seriema/domain/fault'
import { solveInPlace } from './cholesky.ts'
import type { Moments } from './moments.ts'

/**
 * Penalties tried, per window summed up and in units of the standardised series. They span from next to nothing to
 * forecasting little more than the mean of the window.
 */
export const penalties: readonly number[] = [1e-4, 1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100]

/** Row-major features × horizon: a forecast is xᵀ·W. */
export type Weights = Float64Array

/** Jitter beyond this says that the matrix is not one of moments: something in it is no number. */
const mostJitter = 1e6

/**
 * The W that minimises Σ |y − Wᵀx|² + penalty·windows·|W|². Throws Fault INVALID_INPUT where there is none, because the
 * moments are not finite.
 */
export function solveRidge(moments: Moments, penalty: number): Weights {
  const { features, horizon, products } = moments
  const width = features + horizon
  // Rounding may leave the matrix of a constant or perfectly periodic series a hair below positive definite.
  for (let jitter = 1e-9; jitter < mostJitter; jitter *= 100) {
    const a = new Float64Array(features * features)
    const b = new Float64Array(features * horizon)
    for (let i = 0; i < features; i++) {
      a.set(products.subarray(i * width, i * width + features), i * features)
      b.set(products.subarray(i * width + features, (i + 1) * width), i * horizon)
      a[i * features + i] = a[i * features + i]! + (penalty + jitter) * Math.max(moments.windows, 1)
    }
    if (solveInPlace(a, b, features, horizon)) return b
  }
  throw new Fault('INVALID_INPUT', 'the series has values that are too large to be fitted')
}

/** Σ |y − Wᵀx|² over the windows of `moments`, without going through them: Σyᵀy − 2·tr(WᵀXᵀY) + tr(WᵀXᵀX·W). */
export function squaredError(moments: Moments, weights: Weights): number {
  const { features, horizon, products } = moments
  const width = features + horizon
  const row = new Float64Array(horizon)
  let error = moments.targets
  for (let i = 0; i < features; i++) {
    for (let h = 0; h < horizon; h++) row[h] = -2 * products[i * width + features + h]!
    for (let j = 0; j < features; j++) {
      const product = products[i * width + j]!
      for (let h = 0; h < horizon; h++) row[h] = row[h]! + product * weights[j * horizon + h]!
    }
    for (let h = 0; h < horizon; h++) error += row[h]! * weights[i * horizon + h]!
  }
  return error
}

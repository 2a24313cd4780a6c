import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { type Deviations, measure, noDeviations, usualDeviation } from './deviations.ts'
import { defineValueDetector } from './value-detector.ts'

export interface PolynomialSettings {
  /** Values the polynomial is laid through. */
  readonly width: number
  readonly degree: number
  /** Deviations the spread is taken from. */
  readonly window: number
  readonly threshold: number
}

export interface PolynomialState extends ScorerState {
  /** What each of the last `width` values, oldest first, adds to the next one's forecast. */
  readonly weights: Float64Array
  readonly ring: Float64Array
  readonly deviations: Deviations
  seen: number
}

/**
 * |value − what a polynomial through the values before it leads to| over what that has usually been. The polynomial is that
 * of least squares, so its forecast is one weighted sum with weights known beforehand (Savitzky & Golay 1964, at the point
 * after the window).
 */
export const polynomial = defineScorer<PolynomialSettings, PolynomialState>({
  kind: 'polynomial',
  defaults: { width: 12, degree: 1, window: 200, threshold: 3 },
  memory: settings => settings.width + settings.window,
  initial: ({ width, degree, window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    weights: extrapolation(width, degree),
    ring: new Float64Array(width),
    deviations: noDeviations(window),
    seen: 0,
  }),
  skip(state, { broken }) {
    if (broken) state.seen = 0
  },
  step(state, value) {
    const { ring, weights, deviations, seen } = state
    const width = ring.length
    let score = Number.NaN
    if (seen >= width) {
      // Relative to the last value, so that the level does not cost digits.
      const last = ring[(seen - 1) % width]!
      let expected = last
      for (let i = 0; i < width; i++) expected += weights[i]! * (ring[(seen + i) % width]! - last)
      state.expected = expected
      state.spread = usualDeviation(deviations, expected)
      score = measure(deviations, value - expected, expected)
    }
    ring[seen % width] = value
    state.seen++
    return score
  },
})

/**
 * Weights w with Σ wᵢ·yᵢ the value at `width` of the polynomial of least squares through (i, yᵢ), i = 0 … width − 1: by
 * polynomials orthogonal on those places (Gram), w = Σ over degrees of pₖ(i)·pₖ(width) / |pₖ|².
 */
export function extrapolation(width: number, degree: number): Float64Array {
  const weights = new Float64Array(width)
  const centre = (width - 1) / 2
  let before = new Float64Array(width + 1)
  let current = new Float64Array(width + 1).fill(1)
  let beforeNorm = 1
  for (let k = 0; k <= Math.min(degree, width - 1); k++) {
    const inside = current.subarray(0, width)
    const norm = inside.reduce((sum, p) => sum + p * p, 0)
    for (let i = 0; i < width; i++) weights[i] = weights[i]! + (current[i]! * current[width]!) / norm
    const ratio = k === 0 ? 0 : norm / beforeNorm
    const older = before
    before = current
    current = before.map((p, i) => (i - centre) * p - ratio * older[i]!)
    beforeNorm = norm
  }
  return weights
}

export const polynomialDetector = defineValueDetector({
  kind: 'polynomial',
  title: 'Line',
  tagline: 'breaks in a trend',
  description: `Distance from where a line through the last ${polynomial.defaults.width} points leads, by how rare it is: sees breaks in trends and waves.`,
  name: 'polynomial detector',
  expectation: { kind: 'line', window: polynomial.defaults.width },
  scorer: polynomial,
  calibration: 'added',
})

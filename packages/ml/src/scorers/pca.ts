import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { cosines, orthonormalise, turnBy } from '../statistics/principal-components.ts'
import { noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { defineValueDetector } from './value-detector.ts'

export interface PcaSettings {
  /** Values in a window. */
  readonly width: number
  /** Principal components windows are described by. */
  readonly components: number
  /** Residuals the spread is taken from. */
  readonly window: number
  readonly threshold: number
}

export interface PcaState extends ScorerState {
  readonly ring: Float64Array
  /** Forgetting sum of the products of windows less their mean, width × width. */
  readonly products: Float64Array
  /** Orthonormal, components × width. */
  readonly basis: Float64Array
  /** Room for one step to work in. */
  readonly centred: Float64Array
  readonly turned: Float64Array
  /** Squared lengths of what the components left of past windows. */
  readonly residuals: SlidingMoments
  seen: number
}

/** Products lose this share of their weight at every point: a memory of some 2,000 points. */
const forgetting = 1 / 2_000
const fewest = 50

/**
 * How much of the last `width` values the principal components of the windows before leave unexplained, over what they
 * usually leave (root mean squares). The components follow by one step of orthogonal iteration a point. O(width² +
 * components·width²) per point.
 */
export const pca = defineScorer<PcaSettings, PcaState>({
  kind: 'pca',
  defaults: { width: 16, components: 3, window: 500, threshold: 3 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: ({ width, components, window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    ring: new Float64Array(width),
    products: new Float64Array(width * width),
    basis: cosines(components, width),
    centred: new Float64Array(width),
    turned: new Float64Array(components * width),
    residuals: noMomentsYet(window),
    seen: 0,
  }),
  skip(state, { broken }) {
    if (broken) state.seen = 0
  },
  step(state, value) {
    const { ring, centred, residuals } = state
    const width = ring.length
    ring[state.seen % width] = value
    state.seen++
    if (state.seen < width) return Number.NaN
    const mean = centre(ring, state.seen % width, centred)
    const left = unexplained(state)
    const newest = centred[width - 1]!
    // `unexplained` leaves the residual of the newest value in `expected`, for the lack of a second result.
    state.expected = mean + newest - state.expected
    let score = Number.NaN
    if (residuals.count >= fewest) {
      const usual = usableSpread(Math.sqrt(Math.max(0, residuals.mean)), mean)
      state.spread = usual / Math.sqrt(width)
      score = inSpreads(Math.sqrt(left), usual)
    }
    slide(residuals, left)
    learn(state)
    return score
  },
})

/** The window, oldest first and less its mean, into `centred`; returns the mean. */
function centre(ring: Float64Array, oldest: number, centred: Float64Array): number {
  const width = ring.length
  const first = ring[oldest]!
  let sum = 0
  for (let i = 0; i < width; i++) {
    centred[i] = ring[(oldest + i) % width]! - first
    sum += centred[i]!
  }
  for (let i = 0; i < width; i++) centred[i] = centred[i]! - sum / width
  return first + sum / width
}

/** Squared length of the centred window less its projection; the newest value's part of the rest goes to `expected`. */
function unexplained(state: PcaState): number {
  const { basis, centred } = state
  const width = centred.length
  let left = 0
  for (let i = 0; i < width; i++) left += centred[i]! * centred[i]!
  let newest = centred[width - 1]!
  for (let row = 0; row < basis.length; row += width) {
    let along = 0
    for (let i = 0; i < width; i++) along += basis[row + i]! * centred[i]!
    left -= along * along
    newest -= along * basis[row + width - 1]!
  }
  state.expected = newest
  return Math.max(0, left)
}

function learn({ products, basis, turned, centred }: PcaState): void {
  const width = centred.length
  for (let i = 0; i < width; i++) {
    const factor = centred[i]!
    for (let j = 0; j < width; j++) {
      const at = i * width + j
      products[at] = (1 - forgetting) * products[at]! + factor * centred[j]!
    }
  }
  turnBy(products, basis, turned, width)
  orthonormalise(turned, basis, width)
}

export const pcaDetector = defineValueDetector({
  kind: 'pca',
  title: 'Shapes (PCA)',
  tagline: 'broken shapes',
  description: `How much of the last ${pca.defaults.width} values is unlike the shapes seen before, by how rare it is: sees broken shapes.`,
  name: 'pca',
  expectation: { kind: 'usual' },
  scorer: pca,
  calibration: 'added',
})

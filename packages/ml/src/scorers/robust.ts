import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { medianConsistency } from '../statistics/quantiles.ts'
import {
  emptyMedian,
  heldBy,
  medianOf,
  noMedianYet,
  type SlidingMedian,
  slideMedian,
} from '../statistics/sliding-median.ts'
import { empty, inBlocks, noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { noStillness, type Stillness, settle, stillnessWindow } from './stillness.ts'
import { defineValueDetector } from './value-detector.ts'
import { fewestForSpread } from './zscore.ts'

export interface RobustSettings {
  /** How many of the values before a point it is compared with. */
  readonly window: number
  readonly threshold: number
}

export interface RobustState extends ScorerState {
  readonly median: SlidingMedian
  readonly moments: SlidingMoments
  readonly still: Stillness
}

/** Standard deviations of a normal distribution between its 10 % and 90 % quantiles. */
const middleRange = 2.563

/**
 * |value − median| / (1.4826 · median absolute deviation) of the `window` values before it: outliers in the window neither
 * move the centre nor widen the spread. More than half the values of a quantised series may be equal, which leaves no
 * median deviation: the spread is at least a quarter of what the middle 80 % suggest and, where those are equal too, the
 * standard deviation. O(window) per point.
 */
export const robust = defineScorer<RobustSettings, RobustState>({
  kind: 'robust',
  defaults: { window: 200, threshold: 3 },
  memory: ({ window }) => inBlocks(window + stillnessWindow + 1, window),
  initial: ({ window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    median: noMedianYet(window),
    moments: noMomentsYet(window),
    still: noStillness(),
  }),
  skip({ median, moments }, { broken }) {
    if (!broken) return
    emptyMedian(median)
    empty(moments)
  },
  step(state, value) {
    const { median: window, moments, still } = state
    const seen = settle(still, value)
    const { sorted } = window
    const count = heldBy(window)
    let score = Number.NaN
    if (count >= Math.min(fewestForSpread, sorted.length)) {
      const median = medianOf(window)
      const tenth = Math.floor(count / 10)
      const range = sorted[count - 1 - tenth]! - sorted[tenth]!
      const spread =
        Math.max(medianConsistency * medianDistance(sorted, count, median), range / middleRange / 4) ||
        Math.sqrt(moments.squares / (count - 1))
      state.expected = median + still.drift
      state.spread = usableSpread(spread, median)
      score = inSpreads(seen - median, state.spread)
    }
    slideMedian(window, seen)
    slide(moments, seen)
    return score
  },
})

/** The middle one of the distances to the median, walking outwards from it on both sides. */
function medianDistance(sorted: Float64Array, count: number, median: number): number {
  let low = (count - 1) >> 1
  let high = low + 1
  let distance = 0
  for (let taken = 0; taken <= (count - 1) >> 1; taken++) {
    const below = low >= 0 ? median - sorted[low]! : Number.POSITIVE_INFINITY
    const above = high < count ? sorted[high]! - median : Number.POSITIVE_INFINITY
    if (below <= above) {
      distance = below
      low--
    } else {
      distance = above
      high++
    }
  }
  return distance
}

export const robustDetector = defineValueDetector({
  kind: 'robust',
  title: 'Robust z-score',
  tagline: 'steady among outliers',
  description: `Distance from the median of the last ${robust.defaults.window} points, in standard deviations taken from their median deviation: outliers among them neither move the centre nor hide the next one.`,
  name: 'robust detector',
  expectation: { kind: 'median', window: robust.defaults.window },
  scorer: robust,
  calibration: 'definition',
})

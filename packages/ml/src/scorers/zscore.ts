import { defineScorer, type ScorerState } from './scorer.ts'
import { inSpreads, usableSpread } from './spread.ts'

export interface ZscoreSettings {
  /** How many of the values before a point it is compared with. */
  readonly window: number
  /** Scores above it are anomalies. */
  readonly threshold: number
}

/**
 * Mean and variance of a sliding window without ever removing a value from a sum. Values fill a block of `window` places;
 * the window is the head of this block (summed up as it grows, by Welford) and the tail of the one before (whose mean and
 * squared deviations were computed once for every place to begin at); the two are merged by Chan's formula. Nothing is
 * subtracted, so nothing drifts and a huge value leaves no trace when it leaves. O(1) per point, amortised.
 */
export interface ZscoreState extends ScorerState {
  readonly block: Float64Array
  /** Of the previous block from each place to its end; the entry past the end is empty. */
  readonly tailMeans: Float64Array
  readonly tailSquares: Float64Array
  /** Values in the head: places of the block already overwritten. */
  head: number
  headMean: number
  headSquares: number
  /** Whether there is a previous block. */
  full: boolean
}

/** Fewer values than this say too little about the spread. */
export const fewestForSpread = 10

/**
 * |value − mean| / standard deviation (n − 1) of the `window` values before it. Silent for the first 10 values. On a past
 * that never moved, `usableSpread` says what counts as a change.
 */
export const zscore = defineScorer<ZscoreSettings, ZscoreState>({
  kind: 'zscore',
  defaults: { window: 50, threshold: 3 },
  memory: settings => settings.window,
  initial: ({ window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    block: new Float64Array(window),
    tailMeans: new Float64Array(window + 1),
    tailSquares: new Float64Array(window + 1),
    head: 0,
    headMean: 0,
    headSquares: 0,
    full: false,
  }),
  step(state, value) {
    const window = state.block.length
    const tail = state.full ? window - state.head : 0
    const seen = state.head + tail
    let score = Number.NaN
    if (seen >= Math.min(fewestForSpread, window)) {
      const shift = state.full ? state.tailMeans[state.head]! - state.headMean : 0
      const mean = state.head === 0 ? state.tailMeans[0]! : state.headMean + (shift * tail) / seen
      const squares =
        state.headSquares + (tail > 0 ? state.tailSquares[state.head]! + (shift * shift * state.head * tail) / seen : 0)
      state.expected = mean
      state.spread = usableSpread(Math.sqrt(squares / (seen - 1)), mean)
      score = inSpreads(value - mean, state.spread)
    }
    learn(state, value)
    return score
  },
})

function learn(state: ZscoreState, value: number): void {
  const { block } = state
  block[state.head++] = value
  const deviation = value - state.headMean
  state.headMean += deviation / state.head
  state.headSquares += deviation * (value - state.headMean)
  if (state.head < block.length) return
  let mean = 0
  let squares = 0
  for (let place = block.length - 1, count = 1; place >= 0; place--, count++) {
    const off = block[place]! - mean
    mean += off / count
    squares += off * (block[place]! - mean)
    state.tailMeans[place] = mean
    state.tailSquares[place] = squares
  }
  state.full = true
  state.head = 0
  state.headMean = 0
  state.headSquares = 0
}

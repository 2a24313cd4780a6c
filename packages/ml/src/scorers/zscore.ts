import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { empty, inBlocks, noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { noStillness, type Stillness, settle, stillnessWindow } from './stillness.ts'
import { defineValueDetector } from './value-detector.ts'

export interface ZscoreSettings {
  /** How many of the values before a point it is compared with. */
  readonly window: number
  /** Scores above it are anomalies. */
  readonly threshold: number
}

export interface ZscoreState extends ScorerState {
  readonly moments: SlidingMoments
  readonly still: Stillness
}

/** Fewer values than this say too little about the spread. */
export const fewestForSpread = 10

/**
 * |value − mean| / standard deviation (n − 1) of the `window` values before it. Silent for the first 10 values, and after a
 * silence. On a past that never moved, `usableSpread` says what counts as a change, in one that rests `settle` does.
 */
export const zscore = defineScorer<ZscoreSettings, ZscoreState>({
  kind: 'zscore',
  defaults: { window: 50, threshold: 3 },
  memory: ({ window }) => inBlocks(window + stillnessWindow + 1, window),
  initial: ({ window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    moments: noMomentsYet(window),
    still: noStillness(),
  }),
  skip({ moments }, { broken }) {
    if (broken) empty(moments)
  },
  step(state, value) {
    const seen = settle(state.still, value)
    const score = byDefinition(state, seen)
    slide(state.moments, seen)
    return score
  },
})

/** The score of a value less its drift, which is not learnt yet. Leaves `expected` and `spread` in the state. */
export function byDefinition(state: ZscoreState, seen: number): number {
  const { moments, still } = state
  if (moments.count < Math.min(fewestForSpread, moments.block.length)) return Number.NaN
  state.expected = moments.mean + still.drift
  state.spread = usableSpread(Math.sqrt(moments.squares / (moments.count - 1)), moments.mean)
  return inSpreads(seen - moments.mean, state.spread)
}

export const zscoreDetector = defineValueDetector({
  kind: 'zscore',
  title: 'Z-score',
  tagline: `the last ${zscore.defaults.window} points`,
  description: `Distance from the mean of the last ${zscore.defaults.window} points, in their standard deviations. One that knows when the level wanders answers where another detector cannot.`,
  name: 'z-score',
  expectation: { kind: 'mean', window: zscore.defaults.window },
  scorer: zscore,
  calibration: 'definition',
})

import { defineScorer, type ScorerState } from './scorer.ts'
import { empty, inBlocks, noMomentsYet, type SlidingMoments, slide } from './sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { noStillness, type Stillness, settle, stillnessWindow } from './stillness.ts'
import { forgetSteps, noWandering, type Wandering, wander, wanderingSpread } from './wandering.ts'

export interface ZscoreSettings {
  /** How many of the values before a point it is compared with. */
  readonly window: number
  /** Scores above it are anomalies. */
  readonly threshold: number
}

export interface ZscoreState extends ScorerState {
  readonly moments: SlidingMoments
  readonly wandering: Wandering
  readonly still: Stillness
}

/** Fewer values than this say too little about the spread. */
export const fewestForSpread = 10

/**
 * |value − mean| / standard deviation (n − 1) of the `window` values before it. Silent for the first 10 values, and after a
 * silence. On a past that never moved, `usableSpread` says what counts as a change, in one that rests `settle` does; where
 * the level wanders, `wanderingSpread` takes the place of a standard deviation if it is more.
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
    wandering: noWandering(window),
    still: noStillness(),
  }),
  skip({ moments, wandering }, { broken }) {
    if (!broken) return
    empty(moments)
    forgetSteps(wandering)
  },
  step(state, value) {
    const { moments, wandering, still, threshold } = state
    const seen = settle(still, value)
    let score = Number.NaN
    if (moments.count >= Math.min(fewestForSpread, moments.block.length)) {
      state.expected = moments.mean + still.drift
      state.spread = usableSpread(Math.sqrt(moments.squares / (moments.count - 1)), moments.mean)
      score = inSpreads(seen - moments.mean, state.spread)
      if (score > threshold) {
        state.spread = Math.max(state.spread, wanderingSpread(wandering, moments, threshold))
        score = inSpreads(seen - moments.mean, state.spread)
      }
    }
    slide(moments, seen)
    wander(wandering, seen)
    return score
  },
})

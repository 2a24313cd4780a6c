import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { defineValueDetector } from './value-detector.ts'

export interface ZscoreSettings {
  /** How many of the values before a point it is compared with. */
  readonly window: number
  /** Scores above it are anomalies. */
  readonly threshold: number
}

export interface ZscoreState extends ScorerState {
  readonly moments: SlidingMoments
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
    moments: noMomentsYet(window),
  }),
  step(state, value) {
    const { moments } = state
    let score = Number.NaN
    if (moments.count >= Math.min(fewestForSpread, moments.block.length)) {
      state.expected = moments.mean
      state.spread = usableSpread(Math.sqrt(moments.squares / (moments.count - 1)), moments.mean)
      score = inSpreads(value - moments.mean, state.spread)
    }
    slide(moments, value)
    return score
  },
})

export const zscoreDetector = defineValueDetector({
  kind: 'zscore',
  title: 'Z-score',
  tagline: `the last ${zscore.defaults.window} points`,
  description: `Distance from the mean of the last ${zscore.defaults.window} points, in their standard deviations. The baseline: it answers when another cannot.`,
  name: 'z-score',
  expectation: { kind: 'mean', window: zscore.defaults.window },
  scorer: zscore,
  calibration: 'definition',
})

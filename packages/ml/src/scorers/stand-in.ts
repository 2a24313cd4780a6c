import { defineScorer } from '../contract/scorer.ts'
import { type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads } from './spread.ts'
import { settle } from './stillness.ts'
import { defineValueDetector } from './value-detector.ts'
import { forgetSteps, noWandering, type Wandering, wander, wanderingSpread } from './wandering.ts'
import { byDefinition, type ZscoreSettings, type ZscoreState, zscore, zscoreDetector } from './zscore.ts'

export interface StandInState extends ZscoreState {
  readonly wandering: Wandering
}

/**
 * The z-score that knows when the level wanders: there `wanderingSpread` takes the place of a standard deviation if it is
 * more. It speaks for detectors that nobody chose to be a z-score, on young series above all, and is not to call a level
 * that goes its way an anomaly; nor a flag or a count that its window has held, however rare.
 */
export const standIn = defineScorer<ZscoreSettings, StandInState>({
  kind: zscore.kind,
  defaults: zscore.defaults,
  memory: zscore.memory,
  initial: settings => ({ ...zscore.initial(settings), wandering: noWandering(settings.window) }),
  skip(state, pace) {
    zscore.skip?.(state, pace)
    if (pace.broken) forgetSteps(state.wandering)
  },
  step(state, value) {
    const { moments, wandering, still, threshold } = state
    const seen = settle(still, value)
    let score = byDefinition(state, seen)
    if (score > threshold) {
      const held = holds(moments, seen) ? Math.abs(seen - moments.mean) / threshold : 0
      state.spread = Math.max(state.spread, held, wanderingSpread(wandering, moments, threshold))
      score = inSpreads(seen - moments.mean, state.spread)
    }
    slide(moments, seen)
    wander(wandering, seen)
    return score
  },
})

/** Whether the very value is in the window. */
const holds = ({ block, count }: SlidingMoments, value: number): boolean => {
  for (let i = 0; i < count; i++) if (block[i] === value) return true
  return false
}

/** What it finds is stored and told as found by a z-score. */
export const standInDetector = defineValueDetector({
  ...zscoreDetector,
  expectation: zscoreDetector.expectation(''),
  scorer: standIn,
  calibration: 'definition',
})

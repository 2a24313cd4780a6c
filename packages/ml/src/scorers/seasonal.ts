import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { empty, noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { type Deviations, measure, noDeviations, usualDeviation } from './deviations.ts'
import { nearest } from './ensemble/phase.ts'
import { lead, noSeasonMemory, type SeasonMemory, seasonSkip, seasonStep } from './ensemble/season-memory.ts'
import { inSpreads } from './spread.ts'
import { noStillness, type Stillness, settle } from './stillness.ts'
import { defineValueDetector } from './value-detector.ts'
import { fewestForSpread } from './zscore.ts'

export interface SeasonalSettings {
  /** Deviations the spread is taken from. */
  readonly window: number
  readonly threshold: number
}

export interface SeasonalState extends ScorerState {
  readonly season: SeasonMemory
  readonly deviations: Deviations
  readonly moments: SlidingMoments
  readonly still: Stillness
  /** Whether the mean of the last values is that of too few, after a silence. */
  cut: boolean
}

/**
 * |value − mean at its phase| over what that has usually been: the mean of the same phase, and one point either side, in
 * up to seven seasons before. The season is found as it goes; until one shows, the mean of the last `window` values takes
 * its place.
 */
export const seasonal = defineScorer<SeasonalSettings, SeasonalState>({
  kind: 'seasonal',
  defaults: { window: 200, threshold: 3 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: ({ window, threshold }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    season: noSeasonMemory(),
    deviations: noDeviations(window),
    moments: noMomentsYet(window),
    still: noStillness(),
    cut: false,
  }),
  skip(state, pace) {
    seasonSkip(state.season, pace)
    if (!pace.broken) return
    empty(state.moments)
    state.cut = true
  },
  step(state, value) {
    const { season, deviations, moments, still, threshold } = state
    const seen = settle(still, value)
    const phase = lead(season)
    const seasoned = !Number.isNaN(phase.mean)
    const expected = seasoned ? phase.mean : moments.mean
    if (moments.count >= fewestForSpread) state.cut = false
    let score = Number.NaN
    if (seasoned || (moments.count > 0 && !state.cut)) {
      state.expected = expected + still.drift
      state.spread = usualDeviation(deviations, expected)
      score = measure(deviations, seen - expected, expected)
      // Bounds that hold what is usual a step sooner or later.
      if (score > threshold && seasoned) {
        const usual = inSpreads(seen - nearest(phase, seen), state.spread)
        if (usual < score) state.spread *= score / Math.max(usual, 1e-3)
        score = Math.min(score, usual)
      }
    }
    slide(moments, seen)
    seasonStep(season, seen)
    return score
  },
})

export const seasonalDetector = defineValueDetector({
  kind: 'seasonal',
  title: 'Seasonal',
  tagline: 'the time of the season',
  description:
    'Distance from the mean of the same phase in up to seven seasons before, by how far such means have been off. The season is found as points come.',
  name: 'seasonal detector',
  expectation: { kind: 'place' },
  scorer: seasonal,
  calibration: 'definition',
})

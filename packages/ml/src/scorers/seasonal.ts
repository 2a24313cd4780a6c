import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { type Deviations, measure, noDeviations, usualDeviation } from './deviations.ts'
import { noSeasonMemory, phaseMean, type SeasonMemory, seasonStep } from './ensemble/season-memory.ts'
import { defineValueDetector } from './value-detector.ts'

export interface SeasonalSettings {
  /** Deviations the spread is taken from. */
  readonly window: number
  readonly threshold: number
}

export interface SeasonalState extends ScorerState {
  readonly season: SeasonMemory
  readonly deviations: Deviations
  readonly moments: SlidingMoments
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
  }),
  step(state, value) {
    const { season, deviations, moments } = state
    const atPhase = phaseMean(season)
    const expected = Number.isNaN(atPhase) ? moments.mean : atPhase
    let score = Number.NaN
    if (moments.count > 0) {
      state.expected = expected
      state.spread = usualDeviation(deviations, expected)
      score = measure(deviations, value - expected, expected)
    }
    slide(moments, value)
    seasonStep(season, value)
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

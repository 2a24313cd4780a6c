import { type Bulk, noBulk, outlierDistance } from '../calibration/outlier.ts'
import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { medianOf, noMedianYet, type SlidingMedian, slideMedian } from '../statistics/sliding-median.ts'
import { noSeasonMemory, phaseMean, type SeasonMemory, seasonStep } from './ensemble/season-memory.ts'
import { look, newView, type Verdict, type View } from './ensemble/view.ts'
import { defineValueDetector } from './value-detector.ts'

export interface EnsembleSettings {
  /** Scores above it are anomalies. */
  readonly threshold: number
  /** Window widths in points the series is looked at over. */
  readonly widths: readonly number[]
  /** Windows of each width remembered; a third of them from a width of 27 points on. */
  readonly capacity: number
}

export interface EnsembleState extends ScorerState {
  readonly views: readonly View[]
  readonly seasonal: readonly View[]
  readonly season: SeasonMemory
  /** The level of late, which stands in for the season where there is none. */
  readonly level: SlidingMedian
  readonly bulk: Bulk
  readonly verdict: Verdict
}

/** The mean rarity that counts as a score of 3, so that threshold and severities read like those of a z-score. */
const rarityOfThree = 1.02
/** Values before it says anything. */
const warmUp = 150
const levelWidth = 25
const deviationsRemembered = 1_024

/**
 * Novelty at several scales. The level and the variation of the series over windows of 1, 3, 9, 27 and 81 points, and,
 * once a season shows, the same levels of what is left after the mean of its phase in earlier seasons, are each compared
 * with the windows of that kind seen before: the distance to the fourth nearest, turned into how rare such a distance is
 * on this series. The score is the mean of these rarities (−log₁₀), as Fisher combines tests. A spike shows at the short
 * scales, a change of level or of unrest at the long ones, a missing daily peak against the season.
 *
 * What keeps coming is not novel. Outliers that keep coming out of normal noise are wrong all the same: where
 * `outlierDistance` tells them apart, their distance in standard deviations is the score, if it is higher.
 *
 * It looks at no more than what came before, and needs no setting per series. `expected` is what the season or the level
 * leads to for an outlier, and else the usual value of the series.
 */
export const ensemble = defineScorer<EnsembleSettings, EnsembleState>({
  kind: 'ensemble',
  defaults: { threshold: 3, widths: [1, 3, 9, 27, 81], capacity: 1_536 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: ({ threshold, widths, capacity }) => {
    const room = (width: number) => (width < 27 ? capacity : Math.ceil(capacity / 3))
    return {
      threshold,
      expected: Number.NaN,
      spread: Number.NaN,
      views: widths.map(width => newView(width, room(width), true)),
      seasonal: widths.map(width => newView(width, room(width), false)),
      season: noSeasonMemory(),
      level: noMedianYet(levelWidth),
      bulk: noBulk(deviationsRemembered),
      verdict: { sum: 0, views: 0 },
    }
  },
  step(state, value) {
    const { verdict, views, seasonal, season, level } = state
    const { sorted, count } = views[0]!.level.memory
    state.expected = sorted[count >> 1]!
    state.spread = (sorted[Math.floor(count * 0.9)]! - sorted[Math.floor(count * 0.1)]!) / 2.563
    verdict.sum = 0
    verdict.views = 0
    for (let i = 0; i < views.length; i++) look(views[i]!, value, verdict)
    const atPhase = phaseMean(season)
    const seasoned = !Number.isNaN(atPhase)
    if (seasoned) for (let i = 0; i < seasonal.length; i++) look(seasonal[i]!, value - atPhase, verdict)
    const led = seasoned ? atPhase : medianOf(level)
    const distance = Number.isNaN(led) ? 0 : outlierDistance(state.bulk, value - led)
    slideMedian(level, value)
    seasonStep(season, value)
    if (season.seen <= warmUp || verdict.views === 0) return Number.NaN
    const novelty = (3 * (verdict.sum / verdict.views)) / rarityOfThree
    if (distance <= novelty) return novelty
    state.expected = led
    state.spread = Math.abs(value - led) / distance
    return distance
  },
})

export const ensembleDetector = defineValueDetector({
  kind: 'ensemble',
  title: 'Ensemble',
  tagline: 'novelty at every scale',
  description:
    'How new the level and the variation are at scales of 1 to 81 points and against the season, and outliers that stand clear of the noise. The default: it needs no setting and raises few false alarms.',
  name: 'ensemble',
  expectation: { kind: 'usual' },
  scorer: ensemble,
  calibration: 'itself',
})

import { noSeasonMemory, offSeason, type SeasonMemory, seasonStep } from './ensemble/season-memory.ts'
import { look, newView, type Verdict, type View } from './ensemble/view.ts'
import { defineScorer, type ScorerState } from './scorer.ts'

export interface EnsembleSettings {
  /** Scores above it are anomalies. */
  readonly threshold: number
  /** Window widths in points the series is looked at over. */
  readonly widths: readonly number[]
  /** Windows of each width remembered. */
  readonly capacity: number
}

export interface EnsembleState extends ScorerState {
  readonly views: readonly View[]
  readonly seasonal: readonly View[]
  readonly season: SeasonMemory
  readonly verdict: Verdict
}

/** The mean rarity that counts as a score of 3, so that threshold and severities read like those of a z-score. */
const rarityOfThree = 1
/** Values before it says anything. */
const warmUp = 100

/**
 * Novelty at several scales. The level and the variation of the series over windows of 1, 3, 9, 27 and 81 points, and,
 * once a season shows, the same levels of what is left after the most similar point of earlier seasons, are each compared
 * with the windows of that kind seen before: the distance to the fourth nearest, turned into how rare such a distance is
 * on this series. The score is the mean of these rarities (−log₁₀), as Fisher combines tests. A spike shows at the short
 * scales, a change of level or of unrest at the long ones, a missing daily peak against the season.
 *
 * It looks at no more than what came before, and needs no setting per series. `expected` is the usual value of the scale
 * of one point.
 */
export const ensemble = defineScorer<EnsembleSettings, EnsembleState>({
  kind: 'ensemble',
  defaults: { threshold: 3, widths: [1, 3, 9, 27, 81], capacity: 2_048 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: ({ threshold, widths, capacity }) => ({
    threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    views: widths.map(width => newView(width, capacity, true)),
    seasonal: widths.map(width => newView(width, capacity, false)),
    season: noSeasonMemory(),
    verdict: { sum: 0, views: 0 },
  }),
  step(state, value) {
    const { verdict, views, seasonal, season } = state
    const { sorted, count } = views[0]!.level.memory
    state.expected = sorted[count >> 1]!
    state.spread = (sorted[Math.floor(count * 0.9)]! - sorted[Math.floor(count * 0.1)]!) / 2.563
    verdict.sum = 0
    verdict.views = 0
    for (let i = 0; i < views.length; i++) look(views[i]!, value, verdict)
    const off = offSeason(season, value)
    seasonStep(season, value)
    if (!Number.isNaN(off)) for (let i = 0; i < seasonal.length; i++) look(seasonal[i]!, off, verdict)
    if (season.seen <= warmUp || verdict.views === 0) return Number.NaN
    return (3 * (verdict.sum / verdict.views)) / rarityOfThree
  },
})

import { type Bulk, bulkSpread, noBulk, outlierDistance } from '../calibration/outlier.ts'
import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { emptyMedian, medianOf, noMedianYet, type SlidingMedian, slideMedian } from '../statistics/sliding-median.ts'
import { bridge } from './ensemble/bridge.ts'
import { noOutside, type Outside, remembered } from './ensemble/outside.ts'
import { beyondPhase, nearest } from './ensemble/phase.ts'
import { lead, leadByDay, noSeasonMemory, type SeasonMemory, seasonSkip, seasonStep } from './ensemble/season-memory.ts'
import { breakOff, highestRarity, look, newView, type Verdict, type View } from './ensemble/view.ts'
import { usableSpread } from './spread.ts'
import { noStillness, type Stillness, settle } from './stillness.ts'
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
  readonly still: Stillness
  readonly outside: Outside
  /** Whether the series has not moved since a move that stood out. */
  told: boolean
}

/** The mean rarity that counts as a score of 3, so that threshold and severities read like those of a z-score. */
const rarityOfThree = 1.02
/** Values before it says anything. */
const warmUp = 150
const levelWidth = 25
/** The score where every view finds what it has never seen; farther out says no more. */
const mostNovel = (3 * highestRarity) / rarityOfThree
/** A deviation below this share of the level is none. */
const roundingNoise = 1e-9
/** Standard deviations of a normal distribution between its 10 % and 90 % quantiles. */
const middleRange = 2.563
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
 * It looks at no more than what came before, and needs no setting per series. `expected` and `spread` are those of what the
 * season or the level of late leads to where a value stands out more from that, and else those of the series as a whole.
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
      still: noStillness(),
      outside: noOutside(),
      told: false,
    }
  },
  skip(state, pace) {
    const { views, seasonal, season, level, bulk } = state
    seasonSkip(season, pace)
    const { missed, changed, broken } = pace
    if (missed > 0 && !changed && (!broken || missed <= season.season) && bridge(state, missed)) return
    if (!broken) return
    views.forEach(breakOff)
    seasonal.forEach(breakOff)
    emptyMedian(level)
    bulk.last = Number.NaN
  },
  step(state, given) {
    const { verdict, views, seasonal, season, level, still, bulk, outside, threshold } = state
    const value = settle(still, given)
    const { sorted, count } = views[0]!.level.memory
    const usual = sorted[count >> 1]!
    const spread = usableSpread(
      (sorted[Math.floor(count * 0.9)]! - sorted[Math.floor(count * 0.1)]!) / middleRange,
      usual,
    )
    verdict.sum = 0
    verdict.views = 0
    look(views, value, verdict)
    const phase = lead(season)
    const seasoned = !Number.isNaN(phase.mean)
    const led = seasoned ? phase.mean : medianOf(level)
    const usualBeyond = bulkSpread(bulk)
    const beyondLed = seasoned ? beyondPhase(phase, value, usualBeyond) : value - led
    if (seasoned) look(seasonal, beyondLed, verdict)
    const ledSpread = usableSpread(usualBeyond, led)
    const deviation = Math.abs(value - led) > roundingNoise * Math.abs(led) ? beyondLed : 0
    let distance = Number.isNaN(led) ? 0 : outlierDistance(bulk, deviation)
    if (distance > 0) {
      const usualThen = nearest(seasoned ? phase : leadByDay(season), value)
      if (!Number.isNaN(usualThen)) distance *= Math.min(1, Math.abs((value - usualThen) / deviation))
    }
    slideMedian(level, value)
    seasonStep(season, value)
    if (season.seen <= warmUp || verdict.views === 0) {
      // Whoever speaks in its place has told of it.
      if (still.run === 0) state.told = true
      return Number.NaN
    }
    const novelty = (3 * (verdict.sum / verdict.views)) / rarityOfThree
    const score = Math.max(novelty, Math.min(distance, mostNovel))
    state.expected = usual
    state.spread = spread
    if (distance > novelty) {
      state.expected = led
      state.spread = Math.abs(deviation) / distance
    } else if (score > threshold && Math.abs(value - led) / ledSpread > Math.abs(value - usual) / spread) {
      // It is told by what makes it stand out more: the whole of the series, or the season and the level of late.
      state.expected = led
      state.spread = ledSpread
    }
    const beyond = Math.abs(value - state.expected) - threshold * state.spread
    state.expected += still.drift
    if (still.run === 0) state.told = score > threshold
    if (!(score > threshold)) return score
    // A value that stays where a move went that was told is no other news, while windows still hold both sides of it.
    if (state.told && still.run > 0 && still.run < views.at(-1)!.moments.block.length) return threshold
    return remembered(outside, beyond, score, season.seen)
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

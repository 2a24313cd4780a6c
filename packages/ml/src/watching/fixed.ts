import type { Settings } from '@seriema/domain/setting'
import { preset } from '../contract/preset.ts'
import { highestScore } from '../contract/scorer.ts'
import type { WatchingKind } from '../contract/watching.ts'
import { greater, where } from '../graph/ops/comparison.ts'
import { absolute, divide, subtract } from '../graph/ops/elementwise.ts'
import { expandLike } from '../graph/ops/shape.ts'
import { constant, double } from '../graph/tensor.ts'
import { usableSpread } from '../scorers/spread.ts'
import { scoreTrained, type TrainedStatistics, trainStatistics } from '../scorers/trained.ts'
import { fewestForSpread } from '../scorers/zscore.ts'
import { robustCentre } from '../statistics/quantiles.ts'
import { fewestWith, watchingSettings } from './settings.ts'

const presets: WatchingKind['presets'] = [
  preset(
    'strict',
    ['Strict', 'Raises early: of normal values one in eighty. What is extreme in its training is not learnt as usual.'],
    { threshold: 2.5 },
    { cut: 5 },
  ),
  preset('lenient', ['Lenient', 'Raises only what is extreme: of normal values one in two million.'], { threshold: 5 }),
  preset(
    'service',
    [
      'Anomaly service',
      'For alarms that nobody looks at first: 10,000 points at least, of normal values one in 16,000.',
    ],
    { threshold: 4, service: true },
  ),
]

interface Facts extends Pick<WatchingKind, 'kind' | 'title' | 'tagline' | 'description' | 'scoreInWords'> {
  readonly middle: 'mean' | 'median'
  readonly statisticsOf: (values: Float64Array) => TrainedStatistics
}

/** What is usual is a middle and a spread that no point changes any more: it keeps nothing of the points it sees. */
const fixedKind = ({ middle, statisticsOf, ...facts }: Facts): WatchingKind<TrainedStatistics> => ({
  ...facts,
  role: 'watch',
  needs: `${fewestForSpread} points; 10,000 for an anomaly service`,
  ofGroups: false,
  settings: watchingSettings,
  presets,
  warnings: () => [],
  fewestPoints: (settings: Settings) => fewestWith(settings, fewestForSpread),
  lookbackOf: () => 1,
  learn: ({ values }) => statisticsOf(values),
  isKnown: (known): known is TrainedStatistics => {
    const { mean, deviation } = (known ?? {}) as Partial<TrainedStatistics>
    return Number.isFinite(mean) && Number.isFinite(deviation) && deviation! >= 0
  },
  expectation: () => ({ kind: 'trained', by: middle }),
  judge: (known, { threshold }) => ({
    initial: () => ({}),
    judge(_, { values }, from, to, { inFull, scored }) {
      for (let index = from; index < to; index++) {
        const point = scoreTrained(values[index]!, known, threshold)
        if (point !== null && (inFull || point.score > threshold)) scored.push({ index, ...point })
      }
    },
  }),
  graph(value, { mean, deviation }, { threshold }) {
    const spread = usableSpread(deviation, mean)
    const raw = divide(absolute(subtract(value, double(mean))), double(spread))
    const end = (sign: 1 | -1) => expandLike(constant(Float64Array.of(mean + sign * threshold * spread), [1, 1]), value)
    return {
      // Not a minimum, which need not keep what is not a number.
      score: where(greater(raw, double(highestScore)), double(highestScore), raw),
      lower: end(-1),
      upper: end(1),
    }
  },
})

export const zscoreKind = fixedKind({
  kind: 'zscore',
  title: 'Trained z-score',
  tagline: 'mean and deviation of its training',
  description: 'Distance from the mean of the training data, in their standard deviations: what is usual is fixed.',
  scoreInWords: 'distance from the mean of the training data, in their standard deviations',
  middle: 'mean',
  statisticsOf: trainStatistics,
})

export const robustKind = fixedKind({
  kind: 'robust',
  title: 'Trained robust z-score',
  tagline: 'median and median deviation of its training',
  description:
    'Distance from the median of the training data, in standard deviations taken from their median deviation: outliers among them do not count.',
  scoreInWords:
    'distance from the median of the training data, in standard deviations taken from their median deviation',
  middle: 'median',
  statisticsOf: robustStatistics,
})

/** Where more than half the values are equal, their deviation says how they spread. */
function robustStatistics(values: Float64Array): TrainedStatistics {
  const usual = trainStatistics(values)
  const { median, deviation } = robustCentre(values)!
  return { mean: median, deviation: deviation > 0 ? deviation : usual.deviation }
}

import type { PointScore } from './scorer.ts'
import { inSpreads, usableSpread } from './spread.ts'

/** What a training found of a channel. */
export interface TrainedStatistics {
  readonly mean: number
  /** Standard deviation. */
  readonly deviation: number
}

/** The z-score against fixed statistics: |value − mean| / standard deviation of the training data. Null for a missing value. */
export function scoreTrained(value: number, statistics: TrainedStatistics, threshold = 3): PointScore | null {
  if (Number.isNaN(value)) return null
  const { mean } = statistics
  const spread = usableSpread(statistics.deviation, mean)
  return {
    score: inSpreads(value - mean, spread),
    expected: mean,
    lower: mean - threshold * spread,
    upper: mean + threshold * spread,
  }
}

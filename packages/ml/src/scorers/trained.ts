import { Fault } from '@seriema/domain/fault'
import type { PointScore } from '../contract/scorer.ts'
import { bounded } from '../statistics/bounded.ts'
import { inSpreads, usableSpread } from './spread.ts'
import { fewestForSpread } from './zscore.ts'

/** What a training found of a channel. */
export interface TrainedStatistics {
  readonly mean: number
  /** Standard deviation. */
  readonly deviation: number
}

/**
 * Mean and standard deviation (n − 1) of the values that are there, in one pass (Welford, 1962). Throws Fault
 * INSUFFICIENT_DATA where they are too few to say how they spread.
 */
export function trainStatistics(values: Float64Array): TrainedStatistics {
  let count = 0
  let mean = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const value = bounded(values[i]!)
    if (Number.isNaN(value)) continue
    count++
    const deviation = value - mean
    mean += deviation / count
    squares += deviation * (value - mean)
  }
  if (count < fewestForSpread) {
    throw new Fault('INSUFFICIENT_DATA', `a z-score is trained on at least ${fewestForSpread} values, not ${count}`)
  }
  return { mean, deviation: Math.sqrt(squares / (count - 1)) }
}

/** The z-score against fixed statistics: |value − mean| / standard deviation of the training data. Null for a missing value. */
export function scoreTrained(given: number, statistics: TrainedStatistics, threshold = 3): PointScore | null {
  if (Number.isNaN(given)) return null
  const value = bounded(given)
  const { mean } = statistics
  const spread = usableSpread(statistics.deviation, mean)
  return {
    score: inSpreads(value - mean, spread),
    expected: mean,
    lower: mean - threshold * spread,
    upper: mean + threshold * spread,
  }
}

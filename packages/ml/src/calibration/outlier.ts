import { highestScore } from '../contract/scorer.ts'
import { bounded } from '../statistics/bounded.ts'
import { type Memory, noMemory, remember } from '../statistics/memory.ts'
import { smallerThan } from '../statistics/sliding-median.ts'

/**
 * What deviations from an expectation look like in bulk, to tell outliers that keep coming from a tail that is heavy.
 * Plain data of constant size.
 */
export interface Bulk {
  /** |deviation| of the past. */
  readonly sizes: Memory
  last: number
  /** Whether the deviation before was greater than the one before it. */
  rising: boolean
  /** Share of the last few hundred deviations that were higher, or lower, than both their neighbours. */
  turning: number
  turns: number
}

export const noBulk = (capacity: number): Bulk => ({
  sizes: noMemory(capacity),
  last: Number.NaN,
  rising: false,
  turning: 2 / 3,
  turns: 0,
})

const fewest = 50
/** Median and 80 % quantile of |deviation|, over the standard deviation of a normal distribution, are 0.674 and 1.282. */
const normalMedian = 0.6745
const normalFourFifths = 1.2816
const [leastRatio, mostRatio] = [1.75, 2.1]
/** Two in three of independent values are turning points, whatever their distribution. */
const [leastTurning, mostTurning] = [0.62, 0.72]
/** Standard deviations an outlier lies beyond: a normal distribution has 1 in 37,000 there. */
const leastDistance = 4.2
/** What lies between these is neither bulk nor outlier; there may be half as much of it as there are outliers. */
const [nearEdge, farEdge] = [3.2, 5]
const mostOutliers = 0.08

/**
 * A deviation in standard deviations of the bulk, where it is an outlier set apart from it; else 0. Then learns it.
 *
 * A share of all points can tell how rare a score is, but not that one point in twenty is wrong. Where deviations are, in
 * bulk, those of independent normal noise, a few are far out and next to none lie between, the far ones do not belong to
 * the noise, however many of them have come: there a standard deviation says what it says in a textbook.
 */
export function outlierDistance(bulk: Bulk, deviation: number): number {
  const { sizes } = bulk
  const size = Math.abs(bounded(deviation))
  const spread = sizes.sorted[sizes.count >> 1]! / normalMedian
  const distance =
    sizes.count >= fewest && size > leastDistance * spread && isNoise(bulk, spread)
      ? Math.min(size / spread, highestScore)
      : 0
  remember(sizes, size)
  turn(bulk, deviation)
  return distance
}

/** The standard deviation of a normal distribution with four fifths of its deviations below the same size; 0 before the first. */
export const bulkSpread = ({ sizes: { sorted, count } }: Bulk): number =>
  count === 0 ? 0 : sorted[Math.floor(0.8 * count)]! / normalFourFifths

function isNoise({ sizes: { sorted, count }, turning }: Bulk, spread: number): boolean {
  if (!(spread > 0) || turning < leastTurning || turning > mostTurning) return false
  const ratio = sorted[Math.floor(0.8 * count)]! / (spread * normalMedian)
  if (ratio < leastRatio || ratio > mostRatio) return false
  const outliers = count - smallerThan(sorted, count, farEdge * spread)
  const between = count - outliers - smallerThan(sorted, count, nearEdge * spread)
  return between <= outliers / 2 + 2 && outliers <= mostOutliers * count + 2
}

function turn(bulk: Bulk, deviation: number): void {
  const rising = deviation > bulk.last
  if (!Number.isNaN(bulk.last) && deviation !== bulk.last) {
    bulk.turns++
    bulk.turning += ((rising !== bulk.rising ? 1 : 0) - bulk.turning) / Math.min(bulk.turns + 20, 300)
    bulk.rising = rising
  }
  bulk.last = deviation
}

import { noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { inSpreads, usableSpread } from './spread.ts'

/** How far off a predictor has been of late: what a new deviation is measured by. */
export interface Deviations {
  readonly moments: SlidingMoments
}

const fewest = 10

export const noDeviations = (window: number): Deviations => ({ moments: noMomentsYet(window) })

/** The root mean square of the deviations in the window, never below what `usableSpread` allows at this level. */
export function usualDeviation({ moments }: Deviations, level: number): number {
  const { count, squares, mean } = moments
  return usableSpread(Math.sqrt(squares / count + mean * mean), level)
}

/** |deviation| over the usual one; NaN while there are fewer than ten. Then learns it. */
export function measure(deviations: Deviations, deviation: number, level: number): number {
  const score = deviations.moments.count < fewest ? Number.NaN : inSpreads(deviation, usualDeviation(deviations, level))
  slide(deviations.moments, deviation)
  return score
}

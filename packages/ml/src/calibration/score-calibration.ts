import { highestScore } from '../contract/scorer.ts'
import { normalQuantile } from '../statistics/normal.ts'
import { noTail, rarity, rarityNow, type Tail } from '../statistics/tail.ts'
import { type Bulk, noBulk, outlierDistance } from './outlier.ts'

/**
 * What raw scores are worth on their own series, in standard deviations of a normal distribution, so that a score means
 * the same on every series and from every scorer. Plain data of constant size.
 */
export interface ScoreCalibration {
  readonly tail: Tail
  readonly bulk: Bulk
  /** Whether the last score is that of an outlier set apart from the bulk: its deviation counted in standard deviations. */
  apart: boolean
}

const deviationsRemembered = 512

export const newScoreCalibration = (tail: Tail = noTail()): ScoreCalibration => ({
  tail,
  bulk: noBulk(deviationsRemembered),
  apart: false,
})

/**
 * The standard deviations beyond which a normal distribution has the share of points that scored so high so far: 3 is one
 * point in 370. Where outliers keep coming out of normal noise, their distance in standard deviations, if that is more.
 * NaN for the first 50. Then learns both.
 *
 * @param score raw, ≥ 0; the higher the less usual
 * @param deviation of the value from what was expected, with its sign; in any unit, always the same
 */
export function toSigmas(calibration: ScoreCalibration, score: number, deviation: number): number {
  const common = sigmas(rarity(calibration.tail, score))
  const distance = outlierDistance(calibration.bulk, deviation)
  calibration.apart = distance > common
  return Math.max(common, distance)
}

/** The raw score that is worth so many standard deviations, by its share of the points so far; Infinity where none is. */
export function rawScoreAt({ tail }: ScoreCalibration, wanted: number): number {
  let low = 1e-9
  let high = highestScore
  if (!(sigmas(rarityNow(tail, high)) > wanted)) return Number.POSITIVE_INFINITY
  while (high > 1.0001 * low) {
    const middle = Math.sqrt(low * high)
    if (sigmas(rarityNow(tail, middle)) > wanted) high = middle
    else low = middle
  }
  return high
}

/** The standard deviations that a rarity (−log₁₀ of a share) is worth; both sides of the normal distribution counted. */
export function sigmas(rare: number): number {
  if (Number.isNaN(rare)) return rare
  if (rare <= 0) return 0
  // Beyond the smallest share a number can hold, the tail goes as √(2·ln 10·rarity).
  return rare < 300 ? -normalQuantile(10 ** -rare / 2) : Math.min(highestScore, Math.sqrt(2 * Math.LN10 * rare))
}

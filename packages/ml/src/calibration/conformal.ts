import type { PointForecast } from '../contract/forecaster.ts'
import { joined } from '../statistics/joined.ts'
import { normalQuantile } from '../statistics/normal.ts'

/**
 * What split conformal prediction knows: for each channel and step ahead, the errors (actual − forecast) that forecasts
 * made from past origins turned out to have, ascending. Plain data.
 */
export interface Calibration {
  readonly errors: readonly (readonly Float64Array[])[]
}

/** An interval around each forecast value, `[channel][step]`, meant to hold the outcome with probability `level`. */
export interface Interval {
  readonly level: number
  readonly lower: readonly Float64Array[]
  readonly upper: readonly Float64Array[]
}

/** The two ends of an interval. */
export type Side = 'lower' | 'upper'

/**
 * @param residuals actual − forecast, `[channel][step]`, one value per origin; those that are not finite (an outcome not
 * known yet) are left out
 */
export function calibrate(residuals: readonly (readonly Float64Array[])[]): Calibration {
  return { errors: residuals.map(steps => steps.map(values => values.filter(Number.isFinite).sort())) }
}

/**
 * Intervals that reach from each forecast as far down and up as `reach` says. With residuals exchangeable with the coming
 * one each end is passed by at most (1 − level) / 2 of the outcomes, so that at least `level` of them are inside (Vovk;
 * Lei et al. 2018; one-sided as in Linusson et al. 2014).
 *
 * Null when the calibration has no error at all for a channel.
 */
export function intervals(
  forecast: PointForecast,
  calibration: Calibration,
  levels: readonly number[],
): readonly Interval[] | null {
  const result = levels.map(level => ({ level, lower: [] as Float64Array[], upper: [] as Float64Array[] }))
  for (let channel = 0; channel < forecast.length; channel++) {
    const steps = calibration.errors[channel]
    if (steps === undefined || steps.every(errors => errors.length === 0)) return null
    const values = forecast[channel]!
    for (const { level, lower, upper } of result) {
      lower.push(values.map((value, step) => value - reach(steps, step, level, 'lower')))
      upper.push(values.map((value, step) => value + reach(steps, step, level, 'upper')))
    }
  }
  return result
}

/**
 * How far the interval of a level reaches to one side at `step` (0 = the next point): the ⌈(n + 1)·(1 + level)/2⌉-th
 * smallest of that step's n errors to that side, and never less than nothing: the forecast itself is inside. Never shorter
 * at a higher level. Where n is too small for the level (39 for 95 %):
 * 1. errors of steps 1, 2, 3 … before and after are pooled in until there are enough;
 * 2. with all steps pooled and still too few, the largest error of either side is stretched as a normal distribution would
 *    be from n / (n + 1) to the level.
 * Beyond the last step with errors, it grows from there with the square root of the step, as a random walk's.
 *
 * @param steps ascending errors of each step, of which at least one is not empty
 */
export function reach(steps: readonly Float64Array[], step: number, level: number, side: Side): number {
  let last = steps.length - 1
  while (last > 0 && steps[last]!.length === 0) last--
  if (step > last) return reach(steps, last, level, side) * Math.sqrt((step + 1) / (last + 1))
  const own = steps[step]!
  const ownRank = rank(own.length, level)
  if (ownRank <= own.length) return Math.max(0, fromThatSide(own, ownRank, side))
  let largest = Math.max(0, largestOf(own, side))
  for (let borrowed = 1; ; borrowed++) {
    const from = Math.max(0, step - borrowed)
    const to = Math.min(last, step + borrowed)
    const near = steps.slice(from, to + 1)
    const total = near.reduce((sum, errors) => sum + errors.length, 0)
    const wanted = rank(total, level)
    if (wanted <= total) return Math.max(largest, fromThatSide(joined(near).sort(), wanted, side))
    largest = near.reduce((most, errors) => Math.max(most, largestOf(errors, side)), largest)
    if (from === 0 && to === last) {
      const either = Math.max(...near.flatMap(errors => [largestOf(errors, 'lower'), largestOf(errors, 'upper')]))
      const stretch = normalQuantile((1 + level) / 2) / normalQuantile((1 + total / (total + 1)) / 2)
      return Math.max(largest, either * stretch)
    }
  }
}

const rank = (n: number, level: number) => Math.max(1, Math.ceil((n + 1) * ((1 + level) / 2) - 1e-9))

/** The nth smallest error to one side: of ascending errors the nth from below, or the nth from above turned over. */
const fromThatSide = (ascending: Float64Array, nth: number, side: Side): number =>
  side === 'upper' ? ascending[nth - 1]! : -ascending[ascending.length - nth]!

const largestOf = (ascending: Float64Array, side: Side): number =>
  ascending.length === 0 ? Number.NEGATIVE_INFINITY : fromThatSide(ascending, ascending.length, side)

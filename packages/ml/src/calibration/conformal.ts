import type { PointForecast } from '../contract/forecaster.ts'
import { normalQuantile } from '../statistics/normal.ts'

/**
 * What split conformal prediction knows: for each channel and step ahead, the absolute errors that forecasts made from
 * past origins turned out to have, ascending. Plain data.
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

/**
 * @param residuals `[channel][step]`, one value per origin, signed or absolute; those that are not finite (an outcome not
 * known yet) are left out
 */
export function calibrate(residuals: readonly (readonly Float64Array[])[]): Calibration {
  return {
    errors: residuals.map(steps => steps.map(values => values.filter(Number.isFinite).map(Math.abs).sort())),
  }
}

/**
 * Intervals of half-width `halfWidth` around a forecast. With residuals exchangeable with the coming one they hold at
 * least `level` of the outcomes (Vovk; Lei et al. 2018), and at most level + 1/(n + 1) where errors do not tie.
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
    for (const interval of result) {
      const half = values.map((_, step) => halfWidth(steps, step, interval.level))
      interval.lower.push(values.map((value, step) => value - half[step]!))
      interval.upper.push(values.map((value, step) => value + half[step]!))
    }
  }
  return result
}

/**
 * Half-width at `step` (0 = the next point): the ⌈(n + 1)·level⌉-th smallest of that step's n errors. Never narrower at a
 * higher level. Where n is too small for the level (below level / (1 − level): 19 for 95 %):
 * 1. errors of steps 1, 2, 3 … before and after are pooled in until there are enough;
 * 2. with all steps pooled and still too few, the largest error is stretched as a normal distribution would be from
 *    n / (n + 1) to the level.
 * Beyond the last step with errors, the width grows from there with the square root of the step, as a random walk's.
 *
 * @param steps ascending absolute errors of each step, of which at least one is not empty
 */
export function halfWidth(steps: readonly Float64Array[], step: number, level: number): number {
  let last = steps.length - 1
  while (last > 0 && steps[last]!.length === 0) last--
  if (step > last) return halfWidth(steps, last, level) * Math.sqrt((step + 1) / (last + 1))
  const own = steps[step]!
  const ownRank = rank(own.length, level)
  if (ownRank <= own.length) return own[ownRank - 1]!
  let largest = own.at(-1) ?? 0
  for (let reach = 1; ; reach++) {
    const from = Math.max(0, step - reach)
    const to = Math.min(last, step + reach)
    const reached = steps.slice(from, to + 1)
    const total = reached.reduce((sum, errors) => sum + errors.length, 0)
    const wanted = rank(total, level)
    if (wanted <= total) return Math.max(largest, nthSmallest(reached, total, wanted))
    largest = reached.reduce((most, errors) => Math.max(most, errors.at(-1) ?? 0), 0)
    if (from === 0 && to === last) {
      return largest * (normalQuantile((1 + level) / 2) / normalQuantile((1 + total / (total + 1)) / 2))
    }
  }
}

const rank = (n: number, level: number) => Math.max(1, Math.ceil((n + 1) * level - 1e-9))

function nthSmallest(lists: readonly Float64Array[], total: number, nth: number): number {
  const pooled = new Float64Array(total)
  let at = 0
  for (const list of lists) {
    pooled.set(list, at)
    at += list.length
  }
  return pooled.sort()[nth - 1]!
}

import type { PointForecast } from '../contract/forecaster.ts'
import { type Calibration, halfWidth, type Interval } from './conformal.ts'

/**
 * What keeps intervals honest while the series changes: for each channel, step and level a factor on the half-width that
 * split conformal gives. Plain data, changed in place by `adapt`.
 */
export interface Adaptation {
  /** Ascending. */
  readonly levels: readonly number[]
  /** `[channel]`, steps × levels. */
  readonly factors: readonly Float64Array[]
}

/**
 * How fast factors move: a miss one step ahead widens a 95 % interval by about 8 %, a hit narrows it by about 0.4 %. It
 * slows down with the steps ahead, since the more outcomes are still under way the more of them miss or hit together.
 */
const gain = (step: number) => 0.08 / Math.cbrt(step + 1)
/** A factor stays within 1/8 and 8: beyond that the forecaster should be fitted anew. */
const mostOctaves = 3

export const noAdaptation = (channels: number, steps: number, levels: readonly number[]): Adaptation => ({
  levels: [...levels].sort((a, b) => a - b),
  factors: Array.from({ length: channels }, () => new Float64Array(steps * levels.length).fill(1)),
})

/**
 * Learns from one outcome whether it was inside the interval that had been forecast for it. Quantile tracking (Gibbs &
 * Candès 2021; Angelopoulos, Candès & Tibshirani 2023) on a logarithmic scale: over any long run the share inside is the
 * level, whatever the series does, as long as the factor is not at its bounds.
 */
export function adapt(adaptation: Adaptation, channel: number, step: number, level: number, inside: boolean): void {
  const { levels, factors } = adaptation
  const at = step * levels.length + levels.indexOf(level)
  factors[channel]![at] = bounded(factors[channel]![at]! * move(step, level, inside))
}

const move = (step: number, level: number, inside: boolean) => Math.exp(gain(step) * ((inside ? 0 : 1) - (1 - level)))
const bounded = (factor: number) => Math.min(2 ** mostOctaves, Math.max(2 ** -mostOctaves, factor))

/** What the half-width at one of the adaptation's levels is to be multiplied with. */
export const factorOf = ({ levels, factors }: Adaptation, channel: number, step: number, level: number): number =>
  factors[channel]![step * levels.length + levels.indexOf(level)]!

/** A forecast made earlier, beside what came. */
export interface Outcome {
  /** Where its first step lies in time, counted in steps from anywhere. */
  readonly place: number
  /** |actual − forecast|, `[channel][step]`, of any length; NaN where nothing came. */
  readonly errors: readonly Float64Array[]
}

/**
 * What the outcomes of earlier forecasts teach, as if each had been learnt from in the moment it came: a forecast is
 * judged by the factors that were known when it was made. It depends on what is given alone, so that it can be made anew
 * from what is stored, for any levels. Steps that no forecast has reached take the factors of the last one that was.
 *
 * @param outcomes ascending by place; forecasts for `steps` steps
 */
export function learnt(
  calibration: Calibration,
  outcomes: readonly Outcome[],
  steps: number,
  levels: readonly number[],
): Adaptation {
  const adaptation = noAdaptation(calibration.errors.length, steps, levels)
  const { levels: ascending, factors } = adaptation
  const inside = new Uint8Array(outcomes.length * ascending.length)
  calibration.errors.forEach((_, channel) => {
    const own = factors[channel]!
    let reached = -1
    for (let step = 0; step < steps; step++) {
      const widths = ascending.map(level => halfWidth(calibration.errors[channel]!, step, level))
      const moves = ascending.map(level => [false, true].map(hit => move(step, level, hit)))
      const came = (i: number) => outcomes[i]!.errors[channel]?.[step] ?? Number.NaN
      const learn = (i: number) => {
        if (Number.isNaN(came(i))) return
        for (let l = 0; l < ascending.length; l++) {
          const at = step * ascending.length + l
          own[at] = bounded(own[at]! * moves[l]![inside[i * ascending.length + l]!]!)
        }
        reached = step
      }
      let known = 0
      outcomes.forEach(({ place }, i) => {
        for (; outcomes[known]!.place + step < place; known++) learn(known)
        let width = 0
        for (let l = 0; l < ascending.length; l++) {
          width = Math.max(width, own[step * ascending.length + l]! * widths[l]!)
          inside[i * ascending.length + l] = came(i) <= width ? 1 : 0
        }
      })
      for (; known < outcomes.length; known++) learn(known)
      if (reached >= 0 && reached < step)
        own.copyWithin(step * ascending.length, reached * ascending.length, (reached + 1) * ascending.length)
    }
  })
  return adaptation
}

/** The half-width at one level: never less than at a lower one. */
export function adaptedHalfWidth(
  calibration: Calibration,
  { levels, factors }: Adaptation,
  channel: number,
  step: number,
  level: number,
): number {
  let width = 0
  for (const [place, lower] of levels.entries()) {
    if (lower > level) break
    const factor = factors[channel]![step * levels.length + place]!
    width = Math.max(width, factor * halfWidth(calibration.errors[channel]!, step, lower))
  }
  return width
}

/** Intervals around a forecast at the levels of the adaptation, ascending. Every channel needs at least one error. */
export function adaptedIntervals(
  forecast: PointForecast,
  calibration: Calibration,
  adaptation: Adaptation,
): readonly Interval[] {
  return adaptation.levels.map(level => {
    const half = forecast.map((values, channel) =>
      values.map((_, step) => adaptedHalfWidth(calibration, adaptation, channel, step, level)),
    )
    return {
      level,
      lower: forecast.map((values, channel) => values.map((value, step) => value - half[channel]![step]!)),
      upper: forecast.map((values, channel) => values.map((value, step) => value + half[channel]![step]!)),
    }
  })
}

import type { PointForecast } from '../models/forecaster.ts'
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
  const moved = factors[channel]![at]! * Math.exp(gain(step) * ((inside ? 0 : 1) - (1 - level)))
  factors[channel]![at] = Math.min(2 ** mostOctaves, Math.max(2 ** -mostOctaves, moved))
}

/** What the half-width at one of the adaptation's levels is to be multiplied with. */
export const factorOf = ({ levels, factors }: Adaptation, channel: number, step: number, level: number): number =>
  factors[channel]![step * levels.length + levels.indexOf(level)]!

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

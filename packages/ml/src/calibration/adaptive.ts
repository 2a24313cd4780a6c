import type { PointForecast } from '../contract/forecaster.ts'
import { type Calibration, type Interval, reach, type Side } from './conformal.ts'

/**
 * What keeps intervals honest while the series changes: for each channel, step, level and side a factor on how far split
 * conformal reaches. Plain data, changed in place by `adapt`.
 */
export interface Adaptation {
  /** Ascending. */
  readonly levels: readonly number[]
  /** `[channel]`, steps × levels × lower and upper. */
  readonly factors: readonly Float64Array[]
}

const sides: readonly Side[] = ['lower', 'upper']

/**
 * How fast factors move: a miss one step ahead widens its side of a 95 % interval by about 17 %, a hit narrows it by about
 * 0.4 %. It slows down with the steps ahead, since the more outcomes are still under way the more of them miss or hit
 * together.
 */
const gain = (step: number) => 0.16 / Math.cbrt(step + 1)
/** A factor stays within 1/8 and 8: beyond that the forecaster should be fitted anew. */
const mostOctaves = 3

export const noAdaptation = (channels: number, steps: number, levels: readonly number[]): Adaptation => ({
  levels: [...levels].sort((a, b) => a - b),
  factors: Array.from({ length: channels }, () => new Float64Array(steps * levels.length * 2).fill(1)),
})

const placeOf = ({ levels }: Adaptation, step: number, level: number, side: Side): number =>
  (step * levels.length + levels.indexOf(level)) * 2 + sides.indexOf(side)

/**
 * Learns from one outcome whether it was on the right side of one end of the interval that had been forecast for it.
 * Quantile tracking (Gibbs & Candès 2021; Angelopoulos, Candès & Tibshirani 2023) on a logarithmic scale: over any long run
 * the share beyond each end is half of what the level leaves, whatever the series does, as long as the factor is not at
 * its bounds.
 */
export function adapt(
  adaptation: Adaptation,
  channel: number,
  step: number,
  level: number,
  side: Side,
  inside: boolean,
): void {
  const own = adaptation.factors[channel]!
  const at = placeOf(adaptation, step, level, side)
  own[at] = bounded(own[at]! * move(step, level, inside))
}

const move = (step: number, level: number, inside: boolean) =>
  Math.exp(gain(step) * ((inside ? 0 : 1) - (1 - level) / 2))
const bounded = (factor: number) => Math.min(2 ** mostOctaves, Math.max(2 ** -mostOctaves, factor))

/** What the reach to one side at one of the adaptation's levels is to be multiplied with. */
export const factorOf = (adaptation: Adaptation, channel: number, step: number, level: number, side: Side): number =>
  adaptation.factors[channel]![placeOf(adaptation, step, level, side)]!

/**
 * A reach by its factor. It widens by no less than the mean of both sides would: a side on which nothing ever lay can be
 * learnt too.
 */
const scaled = (own: number, other: number, factor: number): number =>
  factor <= 1 ? own * factor : own + (factor - 1) * Math.max(own, (own + other) / 2)

/** A forecast made earlier, beside what came. */
export interface Outcome {
  /** Where its first step lies in time, counted in steps from anywhere. */
  readonly place: number
  /** actual − forecast, `[channel][step]`, of any length; NaN where nothing came. */
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
  calibration.errors.forEach((_, channel) => {
    for (const side of sides) learnSide(adaptation, calibration, outcomes, { channel, steps, side })
  })
  return adaptation
}

function learnSide(
  { levels, factors }: Adaptation,
  calibration: Calibration,
  outcomes: readonly Outcome[],
  { channel, steps, side }: { readonly channel: number; readonly steps: number; readonly side: Side },
): void {
  const own = factors[channel]!
  const errors = calibration.errors[channel]!
  const count = levels.length
  const inside = new Uint8Array(outcomes.length * count)
  const at = (step: number, l: number) => (step * count + l) * 2 + sides.indexOf(side)
  const sign = side === 'upper' ? 1 : -1
  let reached = -1
  for (let step = 0; step < steps; step++) {
    const known = errors.some(some => some.length > 0)
    const reaches = levels.map(level => (known ? reach(errors, step, level, side) : 0))
    const others = levels.map(level => (known ? reach(errors, step, level, otherOf(side)) : 0))
    const moves = levels.map(level => [false, true].map(hit => move(step, level, hit)))
    const came = (i: number) => sign * (outcomes[i]!.errors[channel]?.[step] ?? Number.NaN)
    const learn = (i: number) => {
      if (Number.isNaN(came(i))) return
      for (let l = 0; l < count; l++) own[at(step, l)] = bounded(own[at(step, l)]! * moves[l]![inside[i * count + l]!]!)
      reached = step
    }
    let learntUpTo = 0
    outcomes.forEach(({ place }, i) => {
      for (; outcomes[learntUpTo]!.place + step < place; learntUpTo++) learn(learntUpTo)
      let furthest = 0
      for (let l = 0; l < count; l++) {
        furthest = Math.max(furthest, scaled(reaches[l]!, others[l]!, own[at(step, l)]!))
        inside[i * count + l] = came(i) <= furthest ? 1 : 0
      }
    })
    for (; learntUpTo < outcomes.length; learntUpTo++) learn(learntUpTo)
    if (reached >= 0 && reached < step) for (let l = 0; l < count; l++) own[at(step, l)] = own[at(reached, l)]!
  }
}

const otherOf = (side: Side): Side => (side === 'upper' ? 'lower' : 'upper')

/** How far it reaches to one side at one level: never less than at a lower one. */
export function adaptedReach(
  calibration: Calibration,
  adaptation: Adaptation,
  channel: number,
  step: number,
  level: number,
  side: Side,
): number {
  const errors = calibration.errors[channel]!
  let furthest = 0
  for (const lower of adaptation.levels) {
    if (lower > level) break
    const factor = factorOf(adaptation, channel, step, lower, side)
    const [own, other] = [reach(errors, step, lower, side), reach(errors, step, lower, otherOf(side))]
    furthest = Math.max(furthest, scaled(own, other, factor))
  }
  return furthest
}

/** Intervals around a forecast at the levels of the adaptation, ascending; empty for a channel without a single error. */
export function adaptedIntervals(
  forecast: PointForecast,
  calibration: Calibration,
  adaptation: Adaptation,
): readonly Interval[] {
  const nothing = new Float64Array()
  return adaptation.levels.map(level => {
    const ends = (side: Side, sign: number) =>
      forecast.map((values, channel) =>
        calibration.errors[channel]!.every(errors => errors.length === 0)
          ? nothing
          : values.map(
              (value, step) => value + sign * adaptedReach(calibration, adaptation, channel, step, level, side),
            ),
      )
    return { level, lower: ends('lower', -1), upper: ends('upper', 1) }
  })
}

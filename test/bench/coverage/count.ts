import { adapt, adaptedReach, noAdaptation } from '@seriema/ml/calibration/adaptive'
import { calibrate, reach, type Side } from '@seriema/ml/calibration/conformal'
import { calibrateQuantiles, quantileIntervals } from '@seriema/ml/calibration/quantile'
import type { QuantileBacktest } from '@seriema/ml/evaluation/quantile-backtest'

/** Of the intervals. */
export const levels = [0.8, 0.95]

/** By level, per step: the share of outcomes inside, over all channels and origins. */
export type Coverage = readonly Float64Array[]

/** actual − forecast: `[channel][step]`, one per origin. */
type Residuals = readonly (readonly Float64Array[])[]

const sides: readonly Side[] = ['lower', 'upper']

const nothing = (steps: number): Coverage => levels.map(() => new Float64Array(steps))

/**
 * Split-conformal intervals: as calibrated once, and kept honest online, where each outcome is learnt from when it comes, as
 * many points after its forecast as its step.
 */
export function countConformal(held: Residuals, test: Residuals): readonly [Coverage, Coverage] {
  const calibration = calibrate(held)
  const steps = test[0]!.length
  const adaptation = noAdaptation(test.length, steps, levels)
  const [once, online] = [nothing(steps), nothing(steps)]
  const each = 1 / (test[0]![0]!.length * test.length)
  test.forEach((channelSteps, channel) => {
    channelSteps.forEach((residuals, step) => {
      levels.forEach((level, place) => {
        const ends = sides.map(side => ({
          side,
          outwards: (residual: number) => (side === 'upper' ? residual : -residual),
          asCalibrated: reach(calibration.errors[channel]!, step, level, side),
          hits: [] as boolean[],
        }))
        residuals.forEach((residual, origin) => {
          for (const { side, outwards, hits } of ends) {
            const known = hits[origin - step - 1]
            if (known !== undefined) adapt(adaptation, channel, step, level, side, known)
            hits.push(outwards(residual) <= adaptedReach(calibration, adaptation, channel, step, level, side))
          }
          if (ends.every(({ outwards, asCalibrated }) => outwards(residual) <= asCalibrated))
            once[place]![step]! += each
          if (ends.every(({ hits }) => hits.at(-1))) online[place]![step]! += each
        })
      })
    })
  })
  return [once, online]
}

/** Intervals from quantiles: as they were learnt, conformalised once, and kept honest online. */
export function countQuantiles(
  quantiles: readonly number[],
  held: QuantileBacktest,
  test: QuantileBacktest,
): readonly [Coverage, Coverage, Coverage] {
  const plain = calibrateQuantiles(levels, quantiles, [], [])
  const calibration = calibrateQuantiles(levels, quantiles, held.forecasts, held.outcomes)
  const channels = test.outcomes[0]!.length
  const steps = test.outcomes[0]![0]!.length
  const adaptation = noAdaptation(channels, steps, levels)
  const counted = [nothing(steps), nothing(steps), nothing(steps)] as const
  const each = 1 / (test.outcomes.length * channels)
  /** `[origin][level][channel][step]`: whether the online interval held at each end. */
  const hits: (readonly [lower: boolean, upper: boolean])[][][][] = []
  test.forecasts.forEach((forecast, origin) => {
    forEachCell(channels, steps, (channel, step) => {
      const known = hits[origin - step - 1]
      levels.forEach((level, place) => {
        if (known)
          for (const [end, side] of sides.entries())
            adapt(adaptation, channel, step, level, side, known[place]![channel]![step]![end]!)
      })
    })
    const made = [
      quantileIntervals(forecast, plain),
      quantileIntervals(forecast, calibration),
      quantileIntervals(forecast, calibration, adaptation),
    ]
    const held = levels.map(() => Array.from({ length: channels }, () => new Array<readonly [boolean, boolean]>(steps)))
    forEachCell(channels, steps, (channel, step) => {
      const y = test.outcomes[origin]![channel]![step]!
      made.forEach((intervals, kind) => {
        intervals.forEach(({ lower, upper }, place) => {
          const ends = [y >= lower[channel]![step]!, y <= upper[channel]![step]!] as const
          if (ends.every(Boolean)) counted[kind]![place]![step]! += each
          held[place]![channel]![step] = ends
        })
      })
    })
    hits.push(held)
  })
  return counted
}

function forEachCell(channels: number, steps: number, visit: (channel: number, step: number) => void): void {
  for (let channel = 0; channel < channels; channel++) for (let step = 0; step < steps; step++) visit(channel, step)
}

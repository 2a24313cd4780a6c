import type { RecipeScale } from '@seriema/domain/recipe'
import { quantileOf, type RobustCentre } from '../statistics/quantiles.ts'

/** What scaling takes off a channel: `value·factor + location` undoes it. */
export interface ChannelScale {
  readonly location: number
  /** 1 for a channel that never moves. */
  readonly factor: number
}

/** What makes an interquartile range the standard deviation of a normal distribution. */
const quartileRange = 1.349

/** The scale of the values that are there. */
export function scaleOf(all: Float64Array, how: RecipeScale): ChannelScale {
  const values = all.some(Number.isNaN) ? all.filter(value => !Number.isNaN(value)) : all
  if (how === 'none' || values.length === 0) return { location: 0, factor: 1 }
  const { location, factor } = how === 'standard' ? moments(values) : quartiles(values)
  // Files tell 0 and −0 not apart.
  return { location: location + 0, factor: factor > 1e-12 * Math.abs(location) ? factor : 1 }
}

/** From the first value on, so that a level far from zero costs no precision. */
function moments(values: Float64Array): ChannelScale {
  const first = values[0]!
  const location = first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
  const factor = Math.sqrt(values.reduce((sum, value) => sum + (value - location) ** 2, 0) / values.length)
  return { location, factor }
}

/** Where half the values are equal their quartiles say nothing, and the deviation does. */
function quartiles(values: Float64Array): ChannelScale {
  const sorted = values.toSorted()
  const range = (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / quartileRange
  return { location: quantileOf(sorted, 0.5), factor: range > 0 ? range : moments(values).factor }
}

/** Values without those beyond so many robust deviations from the median; where that is 0, nothing is cut away. */
export function cutAway(values: Float64Array, centre: RobustCentre | null, cut: number): Float64Array {
  if (centre === null || !(centre.deviation > 0)) return values
  const most = cut * centre.deviation
  return values.map(value => (Math.abs(value - centre.median) > most ? Number.NaN : value))
}

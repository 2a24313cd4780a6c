import type { PointColumns } from './point.ts'
import { between, type Step } from './step.ts'

/** What came of what was forecast, `[channel][step]`; NaN where nothing did (yet). */
export type Actual = readonly Float64Array[]

/**
 * What came at instants that lie one step from each other (epoch milliseconds, ascending): of each the value of the point
 * nearest to it, the last of several, half a step off at most.
 */
export function actualAt(step: Step, times: Float64Array, points: PointColumns): Actual {
  const actual = points.channels.map(() => new Float64Array(times.length).fill(Number.NaN))
  const first = times[0]
  if (first === undefined) return actual
  points.times.forEach((at, i) => {
    const place = between(step, first, at)
    if (place < 0 || place >= times.length) return
    points.channels.forEach((values, c) => {
      if (!Number.isNaN(values[i]!)) actual[c]![place] = values[i]!
    })
  })
  return actual
}

/** One forecast of a channel beside what came of it, both by step. */
export interface Compared {
  readonly mean: ArrayLike<number>
  readonly actual: ArrayLike<number>
}

/** How far forecasts of a channel were off, by how many steps ahead they looked: entry 0 is one step. NaN where nothing came. */
export interface LeadErrors {
  /** Forecasts of which a value has come. */
  readonly counts: readonly number[]
  /** Mean absolute error, and mean of what came less what was expected, in the unit of the channel. */
  readonly absolute: Float64Array
  readonly bias: Float64Array
}

/** As many steps as the longest of them looks ahead. */
export function leadErrors(all: readonly Compared[]): LeadErrors {
  const leads = Math.max(0, ...all.map(({ mean }) => mean.length))
  const counts = new Array<number>(leads).fill(0)
  const [absolute, bias] = [new Float64Array(leads), new Float64Array(leads)]
  for (const { mean, actual } of all)
    for (let lead = 0; lead < mean.length; lead++) {
      const error = actual[lead]! - mean[lead]!
      if (Number.isNaN(error)) continue
      counts[lead]!++
      absolute[lead]! += Math.abs(error)
      bias[lead]! += error
    }
  const perForecast = (sum: number, lead: number) => sum / (counts[lead] || Number.NaN)
  return { counts, absolute: absolute.map(perForecast), bias: bias.map(perForecast) }
}

import type { TtmConfig } from './config.ts'
import { smallestMean, varianceFloor } from './scale.ts'

/** A channel in the model's own scale: `value·factor + location` undoes it. */
export interface StandardisedChannel {
  readonly values: Float64Array
  readonly location: number
  readonly factor: number
}

/** What `scale` does in the graph, for a fully observed channel and in double precision. */
export function standardise(channel: Float64Array, kind: TtmConfig['scaling']): StandardisedChannel {
  const { location, factor } = scaleOf(channel, kind)
  const values = new Float64Array(channel.length)
  for (let i = 0; i < values.length; i++) values[i] = (channel[i]! - location) / factor
  return { values, location, factor }
}

function scaleOf(channel: Float64Array, kind: TtmConfig['scaling']): { location: number; factor: number } {
  if (kind === 'none') return { location: 0, factor: 1 }
  if (kind === 'mean') return { location: 0, factor: Math.max(average(channel, Math.abs), smallestMean) }
  // From the first value, so that a constant's mean is exactly that constant however large it is.
  const first = channel[0] ?? 0
  const location = first + average(channel, value => value - first)
  return { location, factor: Math.sqrt(average(channel, value => (value - location) ** 2) + varianceFloor) }
}

function average(values: Float64Array, of: (value: number) => number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += of(values[i] as number)
  return sum / values.length
}

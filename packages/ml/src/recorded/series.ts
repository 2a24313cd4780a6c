import type { Draws } from '../synthetic/draws.ts'
import { befall } from '../synthetic/events.ts'
import { level } from '../synthetic/level.ts'
import { noise } from '../synthetic/noise.ts'
import { addTo, standardise, type Values } from '../synthetic/values.ts'

/** Recorded series that belong together: of one kind of place, at one sampling frequency. */
export interface Collection {
  /** How often it is drawn from, beside the others. */
  readonly weight: number
  /** How many steps become one, each as likely: [1, 4] gives quarters of an hour, and hours. */
  readonly strides: readonly number[]
  readonly series: readonly Float32Array[]
}

/**
 * Stretches of recorded series, `length` steps each: as they were, or in coarser steps, mixed with one another, turned
 * upside down, with a level or noise added, or with what befalls made series too. Mean 0, standard deviation 1, before
 * anything befell them.
 */
export function recordedSeries(collections: readonly Collection[]): (draw: Draws, length: number) => Values {
  const weighted = collections.map(
    ({ weight, strides, series }) => [weight, { strides, longer: bySteps(series) }] as const,
  )
  return (draw, length) => {
    const { strides, longer } = draw.weighted(weighted)
    const wanted = draw.pick(strides)
    const long = longer(wanted * length)
    const [from, stride] = long.length > 0 ? [long, wanted] : [longer(length), 1]
    const x = standardise(stretch(draw, from, stride, length))
    if (draw.chance(0.25)) addTo(x, standardise(stretch(draw, from, stride, length)), draw.between(-0.3, 1))
    if (draw.chance(0.2)) for (let t = 0; t < length; t++) x[t] = -x[t]!
    standardise(x)
    if (draw.chance(0.25)) addTo(x, level(draw, length), draw.logBetween(0.1, 1.5))
    if (draw.chance(0.2)) addTo(x, noise(draw, length), draw.logBetween(0.05, 0.6))
    standardise(x)
    return draw.chance(0.25) ? befall(draw, x) : x
  }
}

/** Series to draw from, a long one as much likelier as it is longer. */
type Choices = readonly (readonly [weight: number, values: Float32Array])[]

/** Those of at least so many steps, found once for each number. */
function bySteps(series: readonly Float32Array[]): (steps: number) => Choices {
  const known = new Map<number, Choices>()
  return steps => {
    const choices =
      known.get(steps) ?? series.flatMap(values => (values.length >= steps ? [[values.length, values] as const] : []))
    known.set(steps, choices)
    return choices
  }
}

/** From anywhere in one of the series; means of `stride` steps each. */
function stretch(draw: Draws, series: Choices, stride: number, length: number): Values {
  const values = draw.weighted(series)
  const begin = draw.whole(0, values.length - stride * length)
  const x = new Float64Array(length)
  for (let t = 0; t < length; t++) for (let i = 0; i < stride; i++) x[t]! += values[begin + t * stride + i]! / stride
  return x
}

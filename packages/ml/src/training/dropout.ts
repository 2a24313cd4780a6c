import { multiply } from '../graph/ops/elementwise.ts'
import { atRun, type Shape, size } from '../graph/shape.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { Feeds } from '../runtime/session.ts'
import { sharedFloats } from '../runtime/shared-memory.ts'
import { generator } from './random.ts'

/** The number of places a mask may start at. */
const starts = 2 ** 18

export interface Dropout {
  /** Zeroes each element with probability `rate` in [0, 1), and makes the others grow by 1/(1 − rate). */
  drop(x: Tensor, rate: number): Tensor
  /** The masks that a graph which drops has to be fed with, for a part of a step's batch and its number of rows. */
  feeds(step: number, part: number, rows: number): Feeds
}

/**
 * Dropout that depends on the seed, the place in the model, the step and the part of its batch alone, so that a run that
 * is resumed drops what it would have dropped. Masks are drawn once, into one table for each rate: every step takes
 * other parts of it, without a copy, where drawing anew costs more than a layer. `longest` is the most elements a tensor
 * has when it is run; a length that is not known before is that of the batch.
 */
export function seededDropout(seed: number, longest: number): Dropout {
  const tables = new Map<number, Float32Array>()
  const places: { readonly table: Float32Array; readonly shape: Shape }[] = []
  const tableOf = (rate: number): Float32Array => {
    const known = tables.get(rate)
    if (known) return known
    const random = generator(seed ^ Math.round(rate * 2 ** 30))
    const table = sharedFloats(starts + longest)
    for (let i = 0; i < table.length; i++) table[i] = random() < rate ? 0 : 1 / (1 - rate)
    tables.set(rate, table)
    return table
  }
  return {
    drop(x, rate) {
      places.push({ table: tableOf(rate), shape: x.shape })
      return multiply(x, input(maskName(places.length - 1), x.shape))
    },
    feeds(step, part, rows) {
      const random = generator(Math.imul(seed, 0x9e3779b1) + step + Math.imul(part, 0x85ebca6b))
      const masks = places.map(({ table, shape: named }, i) => {
        const shape = atRun(named, rows)
        const start = Math.floor(random() * starts)
        const values = table.subarray(start, start + Number(size(shape)))
        return [maskName(i), { values, shape }] as const
      })
      return Object.fromEntries(masks)
    },
  }
}

const maskName = (place: number) => `mask ${place}`

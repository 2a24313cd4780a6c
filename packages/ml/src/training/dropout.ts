import { masked } from '../graph/ops/dropout.ts'
import { constant, input, type Tensor } from '../graph/tensor.ts'
import type { Feed } from '../runtime/session.ts'
import { generator } from './random.ts'

/** The number of places a mask may start at. */
const starts = 2 ** 18

export interface Dropout {
  /** Zeroes each element with probability `rate` in [0, 1), and makes the others grow by 1/(1 − rate). */
  drop(x: Tensor, rate: number): Tensor
  /** What a graph that drops has to be fed with at a step: which masks it takes. */
  feeds(step: number): Readonly<Record<string, Feed>>
}

/**
 * Dropout that depends on the seed, the place in the model and the step alone, so that a run that is resumed drops what
 * it would have dropped. `longest` is the most elements a tensor has when it is run.
 */
export function seededDropout(seed: number, longest: number): Dropout {
  const tables = new Map<number, Tensor>()
  let places = 0
  const tableOf = (rate: number): Tensor => {
    const known = tables.get(rate)
    if (known) return known
    const random = generator(seed ^ Math.round(rate * 2 ** 30))
    const values = new Float32Array(starts + longest)
    for (let i = 0; i < values.length; i++) values[i] = random() < rate ? 0 : 1 / (1 - rate)
    const table = constant(values)
    tables.set(rate, table)
    return table
  }
  return {
    drop: (x, rate) => masked(x, tableOf(rate), input(`mask ${places++}`, [1], 'int64')),
    feeds(step) {
      const random = generator(Math.imul(seed, 0x9e3779b1) + step)
      const start = (): Feed => ({ values: BigInt64Array.of(BigInt(Math.floor(random() * starts))), shape: [1] })
      return Object.fromEntries(Array.from({ length: places }, (_, i) => [`mask ${i}`, start()]))
    },
  }
}

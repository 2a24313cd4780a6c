import { applyAll, operator } from '../operator.ts'
import { constant, scalar, type Tensor } from '../tensor.ts'
import { toFloat } from './comparison.ts'
import { multiply } from './elementwise.ts'

const dropped = operator(
  'Dropout',
  ([x]) => [
    { type: x.type, shape: x.shape },
    { type: 'bool', shape: x.shape },
  ],
  (d, [, ratio], [, kept]) => {
    const rate = ratio.source.kind === 'constant' ? Number(ratio.source.values[0]) : 0
    return [multiply(multiply(d, toFloat(kept)), scalar(1 / (1 - rate))), null, null]
  },
)

/**
 * Each element is set to zero with probability `rate` in [0, 1), the others grow by 1/(1 − rate). The choice differs
 * from run to run of a session; the same seed makes the same sequence of choices in every session.
 */
export const dropout = (x: Tensor, rate: number, seed: number): Tensor =>
  applyAll(dropped, [x, scalar(rate), constant(Uint8Array.of(1), [])], { seed: { int: seed } })[0]

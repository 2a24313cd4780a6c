import { add, subtract } from '../graph/ops/elementwise.ts'
import { mean } from '../graph/ops/reduce.ts'
import { slice } from '../graph/ops/slice.ts'
import type { Tensor } from '../graph/tensor.ts'

/**
 * A past without its mean over time: [batch, time, channels] and [batch, 1, channels]. Taken from the first value, so
 * that the mean of equal values is exactly that value, however far from zero.
 */
export function centred(past: Tensor): { readonly values: Tensor; readonly location: Tensor } {
  const first = slice(past, 1, 0, 1)
  const from = subtract(past, first)
  const rest = mean(from, [1])
  return { values: subtract(from, rest), location: add(first, rest) }
}

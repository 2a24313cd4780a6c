import { add, divide, minimum, multiply, sqrt, square } from '../graph/ops/elementwise.ts'
import { sum } from '../graph/ops/reduce.ts'
import { scalar, type Tensor } from '../graph/tensor.ts'

/** A gradient of one axis shortened so that its length is at most `longest`; unchanged where that is undefined. */
export function clipped(gradient: Tensor, longest: number | undefined): Tensor {
  if (longest === undefined) return gradient
  const length = sqrt(sum(square(gradient)))
  return multiply(gradient, minimum(scalar(1), divide(scalar(longest), add(length, scalar(1e-6)))))
}

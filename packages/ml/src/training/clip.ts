import { add, divide, minimum, multiply, sqrt, square } from '../graph/ops/elementwise.ts'
import { sum } from '../graph/ops/reduce.ts'
import { reshape } from '../graph/ops/shape.ts'
import { scalar, type Tensor } from '../graph/tensor.ts'

/** The gradients shortened together so that their common length is at most `longest`; unchanged where it is undefined. */
export function clipped(gradients: readonly Tensor[], longest: number | undefined): readonly Tensor[] {
  if (longest === undefined || gradients.length === 0) return gradients
  const squares = gradients.map(gradient => reshape(sum(square(gradient)), [])).reduce((a, b) => add(a, b))
  const factor = minimum(scalar(1), divide(scalar(longest), add(sqrt(squares), scalar(1e-6))))
  return gradients.map(gradient => multiply(gradient, factor))
}

import { add } from '../graph/ops/elementwise.ts'
import { gemm, matmul } from '../graph/ops/linear.ts'
import { reshape } from '../graph/ops/shape.ts'
import { axisOf, fixed, size } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { uniformOver } from './initialise.ts'
import type { Scope } from './scope.ts'

/** A linear map, stored as [out, in] and [out]. */
export interface DenseParams {
  readonly weight: Tensor
  readonly bias: Tensor
}

export const denseParams = (scope: Scope, inputs: number, outputs: number): DenseParams => ({
  weight: scope.parameter('weight', [outputs, inputs], uniformOver(inputs)),
  bias: scope.parameter('bias', [outputs], uniformOver(inputs)),
})

/**
 * The linear map along one axis, which changes from `in` to `out` long. Along the first and the last axis it is one
 * matrix product over everything else, and nothing is transposed.
 */
export function dense(x: Tensor, { weight, bias }: DenseParams, axis = -1): Tensor {
  const place = axisOf(axis, x.shape.length)
  const inputs = fixed(x.shape, place)
  const outputs = fixed(weight.shape, 0)
  const shape = x.shape.map((dim, i) => (i === place ? outputs : dim))
  if (place === x.shape.length - 1) {
    const rows = size(x.shape.slice(0, -1))
    return reshape(gemm(reshape(x, [rows, inputs]), weight, bias, { transposeB: true }), shape)
  }
  const column = reshape(bias, [outputs, 1])
  if (place === 0) {
    const columns = size(x.shape.slice(1))
    return reshape(gemm(weight, reshape(x, [inputs, columns]), column), shape)
  }
  if (place === x.shape.length - 2) return add(matmul(weight, x), column)
  throw new Error(`a dense layer works along the first or one of the last two axes, not ${place} of ${x.shape.length}`)
}

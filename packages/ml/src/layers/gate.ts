import { softmax } from '../graph/ops/activation.ts'
import { multiply } from '../graph/ops/elementwise.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type DenseParams, dense, denseParams } from './dense.ts'
import type { Scope } from './scope.ts'

/** Absent where the model is not gated. */
export type GateParams = DenseParams | null

export const gateParams = (scope: Scope, width: number, gated: boolean): GateParams =>
  gated ? denseParams(scope.within('attn_layer'), width, width) : null

/** Gated attention: every element weighted by a softmax of a linear map, all along one axis. */
export const gate = (x: Tensor, p: GateParams, axis = -1): Tensor =>
  p === null ? x : multiply(x, softmax(dense(x, p, axis), axis))

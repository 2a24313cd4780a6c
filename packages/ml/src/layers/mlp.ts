import { gelu } from '../graph/ops/activation.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type DenseParams, dense, denseParams } from './dense.ts'
import type { Scope } from './scope.ts'

export interface MlpParams {
  readonly fc1: DenseParams
  readonly fc2: DenseParams
  readonly dropout: (x: Tensor) => Tensor
}

export const mlpParams = (scope: Scope, width: number, expansion: number, dropout: number): MlpParams => ({
  fc1: denseParams(scope.within('fc1'), width, width * expansion),
  fc2: denseParams(scope.within('fc2'), width * expansion, width),
  dropout: x => scope.dropout(x, dropout),
})

/** Two linear maps with a GELU between them, along one axis. */
export const mlp = (x: Tensor, { fc1, fc2, dropout }: MlpParams, axis = -1): Tensor =>
  dropout(dense(dropout(gelu(dense(x, fc1, axis))), fc2, axis))

import { add, divide, multiply, sqrt, subtract } from '../graph/ops/elementwise.ts'
import { layerNorm } from '../graph/ops/normalise.ts'
import { scalar, type Tensor } from '../graph/tensor.ts'
import { ones, zeros } from './initialise.ts'
import type { Scope } from './scope.ts'

export type NormKind = 'layer' | 'batch'

export interface NormParams {
  readonly gain: Tensor
  readonly bias: Tensor
  readonly epsilon: number
  /** Batch norm's running statistics; absent in a layer norm. */
  readonly running?: { readonly mean: Tensor; readonly variance: Tensor }
}

/** Over a last axis of `width`, under the names IBM's files have. */
export function normParams(scope: Scope, kind: NormKind, width: number, epsilon: number): NormParams {
  const at = scope.within(kind === 'batch' ? 'norm.batchnorm' : 'norm')
  const gain = at.parameter('weight', [width], ones)
  const bias = at.parameter('bias', [width], zeros)
  if (kind === 'layer') return { gain, bias, epsilon }
  const mean = at.buffer('running_mean', [width], zeros)
  const variance = at.buffer('running_var', [width], ones)
  return { gain, bias, epsilon, running: { mean, variance } }
}

/** A batch norm uses its running statistics: it serves, and is fine-tuned with them fixed. */
export function norm(x: Tensor, { gain, bias, epsilon, running }: NormParams): Tensor {
  if (running === undefined) return layerNorm(x, gain, bias, epsilon)
  const slope = divide(gain, sqrt(add(running.variance, scalar(epsilon))))
  return add(multiply(subtract(x, running.mean), slope), bias)
}

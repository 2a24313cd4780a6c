import { add, divide, maximum, multiply, sqrt, square, subtract } from '../graph/ops/elementwise.ts'
import { layerNorm } from '../graph/ops/normalise.ts'
import { mean } from '../graph/ops/reduce.ts'
import { reshape, sizeOf } from '../graph/ops/shape.ts'
import { fixed } from '../graph/shape.ts'
import { scalar, type Tensor } from '../graph/tensor.ts'
import { ones, zeros } from './initialise.ts'
import type { Scope } from './scope.ts'

export type NormKind = 'layer' | 'batch'

/** How much of a batch's statistics goes into the running ones. */
const momentum = 0.1

export interface NormParams {
  readonly gain: Tensor
  readonly bias: Tensor
  readonly epsilon: number
  /** Batch norm's running statistics; absent in a layer norm. */
  readonly running?: {
    readonly mean: Tensor
    readonly variance: Tensor
    /** Told the statistics of a batch, [width] each, where the model is built to be trained. */
    readonly seen: ((mean: Tensor, variance: Tensor) => void) | null
  }
}

/** Over a last axis of `width`, under the names IBM's files have. */
export function normParams(scope: Scope, kind: NormKind, width: number, epsilon: number): NormParams {
  const at = scope.within(kind === 'batch' ? 'norm.batchnorm' : 'norm')
  const gain = at.parameter('weight', [width], ones)
  const bias = at.parameter('bias', [width], zeros)
  if (kind === 'layer') return { gain, bias, epsilon }
  const average = at.buffer('running_mean', [width], zeros)
  const variance = at.buffer('running_var', [width], ones)
  const follow = (running: Tensor, batch: Tensor) =>
    scope.moves(running, add(multiply(running, scalar(1 - momentum)), multiply(batch, scalar(momentum))))
  const seen = (batchMean: Tensor, batchVariance: Tensor) => {
    follow(average, batchMean)
    follow(variance, batchVariance)
  }
  return { gain, bias, epsilon, running: { mean: average, variance, seen: scope.training ? seen : null } }
}

/**
 * Over the last axis. A batch norm serves with its running statistics. Trained, it uses those of the batch, over all other
 * axes, and the running ones follow them, as PyTorch's BatchNorm1d does.
 */
export function norm(x: Tensor, { gain, bias, epsilon, running }: NormParams): Tensor {
  if (running === undefined) return layerNorm(x, gain, bias, epsilon)
  if (running.seen === null) {
    const slope = divide(gain, sqrt(add(running.variance, scalar(epsilon))))
    return add(multiply(subtract(x, running.mean), slope), bias)
  }
  const others = x.shape.slice(0, -1).map((_, axis) => axis)
  const centre = mean(x, others)
  const centred = subtract(x, centre)
  const variance = mean(square(centred), others)
  const count = divide(sizeOf(x), sizeOf(centre))
  const unbiased = multiply(variance, divide(count, maximum(subtract(count, scalar(1)), scalar(1))))
  const width = [fixed(x.shape, x.shape.length - 1)]
  running.seen(reshape(centre, width), reshape(unbiased, width))
  return add(multiply(divide(centred, sqrt(add(variance, scalar(epsilon)))), gain), bias)
}

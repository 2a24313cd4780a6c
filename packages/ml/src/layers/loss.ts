import { absolute, add, divide, maximum, minimum, multiply, square, subtract } from '../graph/ops/elementwise.ts'
import { mean, sum } from '../graph/ops/reduce.ts'
import { reshape, sizeOf } from '../graph/ops/shape.ts'
import { constant, scalar, type Tensor } from '../graph/tensor.ts'

export type Loss =
  | { readonly kind: 'mse' | 'mae' }
  | { readonly kind: 'pinball'; readonly quantile: number }
  | { readonly kind: 'huber'; readonly delta: number }

/** The mean over all elements, or over those that are counted (1, else 0); of no axes but ones of length 1. */
export const loss = (prediction: Tensor, target: Tensor, kind: Loss, counted: Tensor | null = null): Tensor =>
  average(elementLoss(prediction, target, kind), counted)

/** The mean of elements, or of those that are counted; `counted` has their shape, or one that broadcasts to it. */
export function average(elements: Tensor, counted: Tensor | null): Tensor {
  if (counted === null) return mean(elements)
  const share = divide(sizeOf(elements), sizeOf(counted))
  return divide(sum(multiply(elements, counted)), multiply(maximum(sum(counted), scalar(1)), share))
}

/**
 * The pinball loss of several quantiles at once (Koenker and Bassett, 1978), element by element: a forecast of
 * [batch, levels, …] against a target of [batch, …].
 */
export function quantileLosses(quantiles: Tensor, target: Tensor, levels: readonly number[]): Tensor {
  const [batch = 1, ...rest] = target.shape
  const shape = [levels.length, ...rest.map(() => 1)]
  const error = subtract(reshape(target, [batch, 1, ...rest]), quantiles)
  const above = constant(Float32Array.from(levels), shape)
  const below = constant(
    Float32Array.from(levels, level => level - 1),
    shape,
  )
  return maximum(multiply(error, above), multiply(error, below))
}

function elementLoss(prediction: Tensor, target: Tensor, loss: Loss): Tensor {
  const error = subtract(target, prediction)
  switch (loss.kind) {
    case 'mse':
      return square(error)
    case 'mae':
      return absolute(error)
    case 'pinball':
      return maximum(multiply(scalar(loss.quantile), error), multiply(scalar(loss.quantile - 1), error))
    case 'huber': {
      // q²/2 + δ(|e| − q) with q = min(|e|, δ): quadratic up to δ, linear beyond.
      const size = absolute(error)
      const inside = minimum(size, scalar(loss.delta))
      return add(multiply(scalar(0.5), square(inside)), multiply(scalar(loss.delta), subtract(size, inside)))
    }
  }
}

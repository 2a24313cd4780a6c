import { absolute, add, maximum, minimum, multiply, square, subtract } from '../graph/ops/elementwise.ts'
import { mean } from '../graph/ops/reduce.ts'
import { scalar, type Tensor } from '../graph/tensor.ts'

export type Loss =
  | { readonly kind: 'mse' | 'mae' }
  | { readonly kind: 'pinball'; readonly quantile: number }
  | { readonly kind: 'huber'; readonly delta: number }

/** The mean over all elements; a tensor of no axes but ones of length 1. */
export const loss = (prediction: Tensor, target: Tensor, kind: Loss): Tensor =>
  mean(elementLoss(prediction, target, kind))

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

import { toFloat } from '../../graph/ops/comparison.ts'
import { absolute, add, divide, maximum, multiply, sqrt, square, subtract } from '../../graph/ops/elementwise.ts'
import { meanOver, sum } from '../../graph/ops/reduce.ts'
import { scalar, type Tensor } from '../../graph/tensor.ts'
import type { TtmConfig } from './config.ts'

/** Keeps the deviation of a constant series from zero. */
export const varianceFloor = 1e-5
/** Keeps the mean of a series of zeros from zero. */
export const smallestMean = 1e-10

export interface Scaled {
  readonly values: Tensor
  /** What undoes it, [batch, 1, channels]; null where the values were left as they are. */
  readonly scale: { readonly location: Tensor | null; readonly factor: Tensor } | null
}

/**
 * Each sample and channel of [batch, time, channels] by its own location and scale, both over the observed values
 * only. What is missing carries 0 and is scaled like the rest.
 */
export function scale(x: Tensor, observed: Tensor | null, kind: TtmConfig['scaling']): Scaled {
  if (kind === 'none') return { values: x, scale: null }
  const mask = observed === null ? null : toFloat(observed)
  const counted = (values: Tensor) => (mask === null ? values : multiply(values, mask))
  const average = (values: Tensor) =>
    mask === null ? meanOver(values, [1]) : divide(sum(values, [1]), maximum(sum(mask, [1]), scalar(1)))
  if (kind === 'mean') {
    const factor = maximum(average(absolute(counted(x))), scalar(smallestMean))
    return { values: divide(x, factor), scale: { location: null, factor } }
  }
  const location = average(counted(x))
  const centred = subtract(x, location)
  const factor = sqrt(add(average(square(counted(centred))), scalar(varianceFloor)))
  return { values: divide(centred, factor), scale: { location, factor } }
}

/** The scale of some channels only. */
export function unscale(y: Tensor, scale: Scaled['scale'], pick: (x: Tensor) => Tensor): Tensor {
  if (scale === null) return y
  const wide = multiply(y, pick(scale.factor))
  return scale.location === null ? wide : add(wide, pick(scale.location))
}

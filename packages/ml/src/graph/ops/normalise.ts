import { applyAll, operator } from '../operator.ts'
import { show } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { multiply, subtract } from './elementwise.ts'
import { meanOver, unbroadcast } from './reduce.ts'

const normalised = operator(
  'LayerNormalization',
  ([x, gain, bias]) => {
    const width = x.shape.at(-1)
    for (const part of [gain, bias]) {
      if (part.shape.length !== 1 || part.shape[0] !== width) throw new Error(`${show(part.shape)} is not [${width}]`)
    }
    const statistics = { type: 'float32', shape: [...x.shape.slice(0, -1), 1] } as const
    return [{ type: x.type, shape: x.shape }, statistics, statistics]
  },
  (d, [x, gain, bias], [, centre, inverse]) => {
    const unit = multiply(subtract(x, centre), inverse)
    const du = multiply(d, gain)
    const level = meanOver(du, [-1])
    const slope = meanOver(multiply(du, unit), [-1])
    const dx = multiply(subtract(subtract(du, level), multiply(unit, slope)), inverse)
    return [dx, unbroadcast(multiply(d, unit), gain), unbroadcast(d, bias)]
  },
)

/** Over the last axis: to mean 0 and variance 1, then `gain` and `bias`, both of the axis' length. */
export const layerNorm = (x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor =>
  applyAll(normalised, [x, gain, bias], { axis: { int: -1 }, epsilon: { float: epsilon } })[0]

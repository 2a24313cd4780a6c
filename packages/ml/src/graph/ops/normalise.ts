import { applyAll, operator } from '../operator.ts'
import { fixed, show, size } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { multiply, subtract } from './elementwise.ts'
import { gemm } from './linear.ts'
import { unbroadcast } from './reduce.ts'
import { reshape } from './shape.ts'

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
  // What the gain's gradient adds up down the columns is what the rows' slopes add up along the rows: made once, and
  // both sums are products of matrices, which write nothing of the size of x.
  (d, [x, gain, bias], [, centre, inverse]) => {
    const width = fixed(x.shape, -1)
    const rows = size(x.shape.slice(0, -1))
    const flat = (y: Tensor) => reshape(y, [rows, size(y.shape.slice(-1))])
    const centred = subtract(flat(x), flat(centre))
    const weighted = multiply(flat(d), centred)
    const du = multiply(flat(d), gain)
    const column = reshape(gain, [width, 1])
    const meanOfGained = (y: Tensor) => gemm(y, column, undefined, { alpha: 1 / width })
    const along = multiply(centred, multiply(meanOfGained(weighted), multiply(flat(inverse), flat(inverse))))
    const dx = multiply(subtract(subtract(du, along), meanOfGained(flat(d))), flat(inverse))
    const dGain = reshape(gemm(reshape(inverse, [1, rows]), weighted), [width])
    return [reshape(dx, x.shape), dGain, unbroadcast(d, bias)]
  },
)

/** Over the last axis: to mean 0 and variance 1, then `gain` and `bias`, both of the axis' length. */
export const layerNorm = (x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor =>
  applyAll(normalised, [x, gain, bias], { axis: { int: -1 }, epsilon: { float: epsilon } })[0]

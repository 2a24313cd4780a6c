import { apply, operator } from '../../graph/operator.ts'
import { sigmoid, tanh } from '../../graph/ops/activation.ts'
import { add, multiply, square, subtract } from '../../graph/ops/elementwise.ts'
import { gemm } from '../../graph/ops/linear.ts'
import { reshape } from '../../graph/ops/shape.ts'
import { fixed } from '../../graph/shape.ts'
import { scalar, type Tensor } from '../../graph/tensor.ts'
import { bias, layerGradients, sequenceType } from './operands.ts'
import { before, beside, gatesOf, joined, rows, steps } from './time.ts'

const rest = (x: Tensor): Tensor => subtract(scalar(1), x)

/**
 * Backward through time, as for the LSTM: the gates and the factors of a step's gradient are made for all steps at
 * once, and each step is left with one product and four operations on [batch, units].
 */
const gruOperator = operator('GRU', sequenceType(3), (dy, [x, weight, recurrence, biases], [y]) => {
  const [units, inputs] = [fixed(recurrence.shape, 2), fixed(x.shape, 2)]
  const hidden = reshape(y, [x.shape[0]!, x.shape[1]!, units])
  const earlier = before(hidden)
  const [w, r] = [reshape(weight, [3 * units, inputs]), reshape(recurrence, [3 * units, units])]
  const [wb, rb] = bias(biases)
  const [xz, xr, xn] = gatesOf(gemm(rows(x), w, wb, { transposeB: true }), units) as Gates
  const [hz, hr, hn] = gatesOf(gemm(rows(earlier), r, rb, { transposeB: true }), units) as Gates
  const keep = sigmoid(add(xz, hz))
  const reset = sigmoid(add(xr, hr))
  const fresh = tanh(add(xn, multiply(reset, hn)))

  const toFresh = multiply(rest(keep), rest(square(fresh)))
  const toKeep = multiply(multiply(subtract(rows(earlier), fresh), keep), rest(keep))
  const toReset = multiply(multiply(multiply(toFresh, hn), reset), rest(reset))
  const recurrentSlopes = beside(toKeep, toReset, multiply(toFresh, reset))
  const cut = (part: Tensor) => steps(part, fixed(hidden.shape, 0), hidden.shape[1]!)
  const slope = cut(recurrentSlopes)
  const kept = cut(keep)
  const given = cut(reshape(dy, rows(hidden).shape))
  const outputs = [given.at(-1)!] as [Tensor, ...Tensor[]]
  for (let t = given.length - 1; t > 0; t--) {
    const [d] = outputs
    const gates = multiply(beside(d, d, d), slope[t]!)
    outputs.unshift(gemm(gates, r, add(given[t - 1]!, multiply(d, kept[t]!))))
  }
  const dHidden = joined(outputs)
  const thrice = beside(dHidden, dHidden, dHidden)
  return layerGradients({
    x,
    earlier,
    w,
    r,
    dInput: multiply(thrice, beside(toKeep, toReset, toFresh)),
    dRecurrent: multiply(thrice, recurrentSlopes),
  })
})

type Gates = readonly [Tensor, Tensor, Tensor]

/**
 * ONNX's GRU from a state of zeros, the reset gate applied after the recurrence: x [time, batch, inputs], weight
 * [1, 3·units, inputs], recurrence [1, 3·units, units], biases [1, 6·units], the gates in ONNX's order z, r, h. Gives
 * [time, 1, batch, units].
 */
export const gru = (x: Tensor, weight: Tensor, recurrence: Tensor, biases: Tensor): Tensor =>
  apply(gruOperator, [x, weight, recurrence, biases], {
    hidden_size: { int: fixed(recurrence.shape, 2) },
    linear_before_reset: { int: 1 },
  })

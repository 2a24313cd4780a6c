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
 * Backward through time. What does not depend on the gradient is made for all steps at once: the gates from the outputs
 * the forward operator gave (one product), and the factors a step's gradient is multiplied by. What is left to do step
 * by step is one product and five operations on [batch, units].
 */
const lstmOperator = operator('LSTM', sequenceType(4), (dy, [x, weight, recurrence, biases], [y]) => {
  const [units, inputs] = [fixed(recurrence.shape, 2), fixed(x.shape, 2)]
  const hidden = reshape(y, [x.shape[0]!, x.shape[1]!, units])
  const earlier = before(hidden)
  const [w, r] = [reshape(weight, [4 * units, inputs]), reshape(recurrence, [4 * units, units])]
  const [wb, rb] = bias(biases)
  const projected = gemm(rows(x), w, add(wb, rb), { transposeB: true })
  const [i, o, f, candidate] = gatesOf(gemm(rows(earlier), r, projected, { transposeB: true }), units) as Gates
  const [inGate, outGate, forget, fresh] = [sigmoid(i), sigmoid(o), sigmoid(f), tanh(candidate)]

  const cut = (x: Tensor) => steps(x, fixed(hidden.shape, 0), hidden.shape[1]!)
  const kept = cut(forget)
  const added = cut(multiply(inGate, fresh))
  const cells = [added[0]!] as [Tensor, ...Tensor[]]
  for (let t = 1; t < added.length; t++) cells.push(add(multiply(kept[t]!, cells[t - 1]!), added[t]!))
  const cell = joined(cells)
  const seen = tanh(cell)

  const toCell = cut(multiply(outGate, rest(square(seen))))
  const slopes = beside(
    multiply(multiply(fresh, inGate), rest(inGate)),
    multiply(multiply(seen, outGate), rest(outGate)),
    multiply(multiply(rows(before(reshape(cell, hidden.shape))), forget), rest(forget)),
    multiply(inGate, rest(square(fresh))),
  )
  const slope = cut(slopes)
  const given = cut(reshape(dy, rows(hidden).shape))
  const through = (t: number, dHidden: Tensor, dCell: Tensor) =>
    multiply(beside(dCell, dHidden, dCell, dCell), slope[t]!)
  const last = given.length - 1
  let dCell = multiply(given[last]!, toCell[last]!)
  const gates = [through(last, given[last]!, dCell)] as [Tensor, ...Tensor[]]
  for (let t = last - 1; t >= 0; t--) {
    const dHidden = gemm(gates[0], r, given[t]!)
    dCell = add(multiply(dHidden, toCell[t]!), multiply(dCell, kept[t + 1]!))
    gates.unshift(through(t, dHidden, dCell))
  }
  const dGates = joined(gates)
  return layerGradients({ x, earlier, w, r, dInput: dGates, dRecurrent: dGates })
})

type Gates = readonly [Tensor, Tensor, Tensor, Tensor]

/**
 * ONNX's LSTM from a state of zeros: x [time, batch, inputs], weight [1, 4·units, inputs], recurrence
 * [1, 4·units, units], biases [1, 8·units], the gates in ONNX's order i, o, f, c. Gives [time, 1, batch, units].
 */
export const lstm = (x: Tensor, weight: Tensor, recurrence: Tensor, biases: Tensor): Tensor =>
  apply(lstmOperator, [x, weight, recurrence, biases], { hidden_size: { int: fixed(recurrence.shape, 2) } })

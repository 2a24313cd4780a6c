import { apply, operator, type Unary, unary } from '../operator.ts'
import { axisOf, fixed } from '../shape.ts'
import type { Operator } from '../tensor.ts'
import { constant, scalar, type Tensor } from '../tensor.ts'
import { greater, toFloat } from './comparison.ts'
import { add, divide, exp, multiply, negate, square, subtract } from './elementwise.ts'
import { gemm } from './linear.ts'
import { max, sum } from './reduce.ts'

/**
 * `x·Φ(x)`, exact (by erf). With a = x/√2 its slope is (1 + erf(a))/2 + a·exp(−a²)/√π. Where exp(a²) is too large for a
 * float, a over it is the zero it should be.
 */
export const gelu: Unary = unary('Gelu', (d, [x]) => {
  const a = multiply(x, scalar(Math.SQRT1_2))
  const bell = multiply(divide(a, exp(square(a))), scalar(1 / Math.sqrt(Math.PI)))
  return [multiply(d, add(fromUnit(erf(a)), bell))]
})

const line = operator('HardSigmoid', ([x]) => [{ type: x.type, shape: x.shape }])

/** −1 to 1 onto 0 to 1, in one pass where a product and a sum take two. What lies outside is cut off. */
const fromUnit: Unary = x => apply(line, [x], { alpha: { float: 0.5 }, beta: { float: 0.5 } })

export const erf: Unary = unary('Erf', (d, [x]) => [
  multiply(d, multiply(exp(negate(square(x))), scalar(2 / Math.sqrt(Math.PI)))),
])

export const sigmoid: Unary = unary('Sigmoid', (d, _, [y]) => [multiply(d, multiply(y, subtract(scalar(1), y)))])
export const tanh: Unary = unary('Tanh', (d, _, [y]) => [multiply(d, subtract(scalar(1), square(y)))])
/** At zero the gradient is zero. */
export const relu: Unary = unary('Relu', (d, [x]) => [multiply(d, toFloat(greater(x, scalar(0))))])

const softmaxed = operator(
  'Softmax',
  ([x]) => [{ type: x.type, shape: x.shape }],
  (d, _, [y], { axis }) => [throughSoftmax(d, y, x => sum(x, [(axis as { int: number }).int]))],
)

/** The gradient of a softmax that made `y`; `total` adds up along its axis. */
function throughSoftmax(d: Tensor, y: Tensor, total: Unary): Tensor {
  const weighted = multiply(d, y)
  return subtract(weighted, multiply(y, total(weighted)))
}

/** Sums of each column of a matrix, in every row of it: one small product, where adding down the rows costs far more. */
function inEveryRow(x: Tensor): Tensor {
  const rows = fixed(x.shape, 0)
  return gemm(constant(new Float32Array(rows * rows).fill(1), [rows, rows]), x)
}

/** A softmax down the columns of a matrix of few rows: the runtime's own turns the matrix twice. */
const softmaxDown: Operator = {
  name: 'SoftmaxDown',
  infer: ([x]) => [{ type: x.type, shape: x.shape }],
  gradient: (d, _, [y]) => [throughSoftmax(d, y, inEveryRow)],
  body: ([x]) => {
    const powers = exp(subtract(x, max(x, [0])))
    return divide(powers, inEveryRow(powers))
  },
}

export const softmax = (x: Tensor, axis = -1): Tensor => {
  const place = axisOf(axis, x.shape.length)
  if (place === 0 && x.shape.length === 2 && typeof x.shape[0] === 'number') return apply(softmaxDown, [x])
  return apply(softmaxed, [x], { axis: { int: place } })
}

import { apply, operator, type Unary, unary } from '../operator.ts'
import { axisOf } from '../shape.ts'
import { scalar, type Tensor } from '../tensor.ts'
import { greater, toFloat } from './comparison.ts'
import { add, exp, multiply, negate, square, subtract } from './elementwise.ts'
import { sum } from './reduce.ts'

/** `x·Φ(x)`, exact (by erf). With a = x/√2 its slope is (1 + erf(a) + 2/√π·a·exp(−a²))/2. */
export const gelu: Unary = unary('Gelu', (d, [x]) => {
  const a = multiply(x, scalar(Math.SQRT1_2))
  const bell = multiply(a, exp(negate(square(a))))
  const slope = add(add(erf(a), scalar(1)), multiply(bell, scalar(2 / Math.sqrt(Math.PI))))
  return [multiply(multiply(d, scalar(0.5)), slope)]
})

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
  (d, _, [y], { axis }) => {
    const weighted = multiply(d, y)
    return [subtract(weighted, multiply(y, sum(weighted, [(axis as { int: number }).int])))]
  },
)

export const softmax = (x: Tensor, axis = -1): Tensor =>
  apply(softmaxed, [x], { axis: { int: axisOf(axis, x.shape.length) } })

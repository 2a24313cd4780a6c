import { type Binary, op, type Unary, unary } from '../operator.ts'
import { broadcastShapes } from '../shape.ts'
import type { Infer } from '../tensor.ts'
import { scalar, type Tensor } from '../tensor.ts'
import { greaterOrEqual, toFloat } from './comparison.ts'
import { unbroadcast } from './reduce.ts'

/** Both operands of one type, their shapes broadcast against each other. */
export const broadcast: Infer = ([a, b]) => {
  if (a.type !== b.type) throw new Error(`operands are of types ${a.type} and ${b.type}`)
  return [{ type: a.type, shape: broadcastShapes(a.shape, b.shape) }]
}

export const add: Binary = op('Add', broadcast, (d, [a, b]) => [unbroadcast(d, a), unbroadcast(d, b)])

export const subtract: Binary = op('Sub', broadcast, (d, [a, b]) => [unbroadcast(d, a), unbroadcast(negate(d), b)])

export const multiply: Binary = op('Mul', broadcast, (d, [a, b]) => [
  unbroadcast(multiply(d, b), a),
  unbroadcast(multiply(d, a), b),
])

export const divide: Binary = op('Div', broadcast, (d, [a, b], [y]) => {
  const da = divide(d, b)
  return [unbroadcast(da, a), unbroadcast(negate(multiply(da, y)), b)]
})

/** Where both are equal the whole gradient goes to the first. */
export const maximum: Binary = op('Max', broadcast, (d, [a, b]) => chosen(d, a, b, greaterOrEqual(a, b)))
export const minimum: Binary = op('Min', broadcast, (d, [a, b]) => chosen(d, a, b, greaterOrEqual(b, a)))

const chosen = (d: Tensor, a: Tensor, b: Tensor, first: Tensor): Tensor[] => {
  const share = multiply(d, toFloat(first))
  return [unbroadcast(share, a), unbroadcast(subtract(d, share), b)]
}

export const negate: Unary = unary('Neg', d => [negate(d)])
export const sqrt: Unary = unary('Sqrt', (d, _, [y]) => [divide(d, multiply(scalar(2), y))])
export const exp: Unary = unary('Exp', (d, _, [y]) => [multiply(d, y)])
export const log: Unary = unary('Log', (d, [x]) => [divide(d, x)])
/** At zero the gradient is zero. */
export const absolute: Unary = unary('Abs', (d, [x]) => [multiply(d, sign(x))])
/** It is flat wherever it is differentiable, so it has no gradient to offer. */
export const sign: Unary = unary('Sign')

export const square = (x: Tensor): Tensor => multiply(x, x)

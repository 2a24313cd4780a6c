import { apply, type Binary, op, operator } from '../operator.ts'
import { broadcastShapes } from '../shape.ts'
import type { Infer, Tensor } from '../tensor.ts'
import { unbroadcast } from './reduce.ts'
import { zerosLike } from './shape.ts'

const compare: Infer = ([a, b]) => [{ type: 'bool', shape: broadcastShapes(a.shape, b.shape) }]

export const greater: Binary = op('Greater', compare)
export const greaterOrEqual: Binary = op('GreaterOrEqual', compare)
export const equal: Binary = op('Equal', compare)

/** `a` where the condition holds, else `b`. */
export const where: (condition: Tensor, a: Tensor, b: Tensor) => Tensor = op(
  'Where',
  ([condition, a, b]) => {
    if (condition.type !== 'bool') throw new Error(`the condition is ${condition.type}, not bool`)
    if (a.type !== b.type) throw new Error(`the choices are of types ${a.type} and ${b.type}`)
    return [{ type: a.type, shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)) }]
  },
  (d, [condition, a, b]) => {
    const nothing = zerosLike(d)
    return [null, unbroadcast(where(condition, d, nothing), a), unbroadcast(where(condition, nothing, d), b)]
  },
)

const castToFloat = operator(
  'Cast',
  ([x]) => [{ type: 'float32', shape: x.shape }],
  (d, [x]) => [x.type === 'float32' ? d : null],
)

const castToDouble = operator('Cast', ([x]) => [{ type: 'float64', shape: x.shape }])

/** In double precision. It passes no gradient on. */
export const toDouble = (x: Tensor): Tensor =>
  x.type === 'float64' ? x : apply(castToDouble, [x], { to: { int: 11 } })

/** True becomes 1, false 0. */
export const toFloat = (x: Tensor): Tensor => (x.type === 'float32' ? x : apply(castToFloat, [x], { to: { int: 1 } }))

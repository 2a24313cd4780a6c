import { apply, op, operator } from '../operator.ts'
import { axisOf, fixed, show, size } from '../shape.ts'
import { constant, constantIntegers, integers, type Tensor } from '../tensor.ts'
import { gemm } from './linear.ts'
import { pad, reshape } from './shape.ts'

/** [.., depth] with a 1 where the index says. */
const oneHot = (indices: Tensor, depth: number): Tensor =>
  op('OneHot', ([places]) => [{ type: 'float32', shape: [...places.shape, depth] }])(
    indices,
    integers([depth]),
    constant(Float32Array.of(0, 1)),
  )

const looked = operator(
  'Gather',
  ([table, indices]) => {
    if (indices.type !== 'int64') throw new Error(`indices are ${indices.type}, not int64`)
    if (table.shape.length !== 2) throw new Error(`the table is ${show(table.shape)}, not [rows, width]`)
    return [{ type: table.type, shape: [...indices.shape, ...table.shape.slice(1)] }]
  },
  // A product with one-hot rows adds up what the same row received from several places.
  (d, [table, indices]) => {
    const [rows, width] = [fixed(table.shape, 0), fixed(table.shape, 1)]
    const count = size(indices.shape)
    const picked = oneHot(reshape(indices, [count]), rows)
    return [gemm(picked, reshape(d, [count, width]), undefined, { transposeA: true }), null]
  },
)

/** The table's rows at the indices: [rows, width] at [..] gives [.., width]. */
export const embed = (table: Tensor, indices: Tensor): Tensor => apply(looked, [table, indices], { axis: { int: 0 } })

const selected = operator(
  'Gather',
  ([x, indices], { axis }) => {
    const place = (axis as { int: number }).int
    const wanted = constantIntegers(indices)
    const length = fixed(x.shape, place)
    if (wanted.some(i => i < 0 || i >= length)) throw new Error(`[${wanted.join(', ')}] leaves 0 to ${length - 1}`)
    if (new Set(wanted).size !== wanted.length) throw new Error(`[${wanted.join(', ')}] names a place twice`)
    return [{ type: x.type, shape: x.shape.map((dim, i) => (i === place ? wanted.length : dim)) }]
  },
  // Places that were not chosen take the zero appended behind the chosen ones.
  (d, [x, indices], _, { axis }) => {
    const place = (axis as { int: number }).int
    const chosen = constantIntegers(indices)
    const from = Array.from({ length: fixed(x.shape, place) }, (_, i) =>
      chosen.includes(i) ? chosen.indexOf(i) : chosen.length,
    )
    return [apply(spread, [pad(d, place, 0, 1), integers(from)], { axis: { int: place } }), null]
  },
)

const spread = operator('Gather', ([x, indices], { axis }) => [
  {
    type: x.type,
    shape: x.shape.map((dim, i) => (i === (axis as { int: number }).int ? constantIntegers(indices).length : dim)),
  },
])

/** Places of one axis in the order given, as often as they are named. They pass no gradient on. */
export const taken = (x: Tensor, axis: number, places: readonly number[]): Tensor =>
  apply(spread, [x, integers(places)], { axis: { int: axisOf(axis, x.shape.length) } })

/** The chosen places of one axis, each at most once, in the order given. */
export const select = (x: Tensor, axis: number, places: readonly number[]): Tensor =>
  apply(selected, [x, integers(places)], { axis: { int: axisOf(axis, x.shape.length) } })

/** Of each row of [rows, width] the values at its own places: [rows, count] int64 gives [rows, count]. No gradient. */
export const valuesAt = (x: Tensor, places: Tensor): Tensor => apply(elements, [x, places], { axis: { int: 1 } })

const elements = operator('GatherElements', ([x, places]) => {
  if (places.type !== 'int64') throw new Error(`places are ${places.type}, not int64`)
  if (x.shape.length !== 2 || places.shape.length !== 2 || x.shape[0] !== places.shape[0])
    throw new Error(`${show(places.shape)} names no places in the rows of ${show(x.shape)}`)
  return [{ type: x.type, shape: places.shape }]
})

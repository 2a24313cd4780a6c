import { apply, op, operator } from '../operator.ts'
import { broadcastShapes, type Shape, sameShape, show, size } from '../shape.ts'
import { constant, constantIntegers, integers, scalar, type Tensor } from '../tensor.ts'
import { unbroadcast } from './reduce.ts'
import { slice } from './slice.ts'

/** The same elements, in the same order, in another shape of the same size. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  if (size(x.shape) !== size(shape)) throw new Error(`Reshape: ${show(x.shape)} does not fill ${show(shape)}`)
  const named = shape.filter(dim => typeof dim === 'string').length
  if (named > 1) throw new Error(`Reshape: ${show(shape)} has more than one length that is not known yet`)
  const written = integers(shape.map(dim => (typeof dim === 'number' ? dim : -1)))
  // A chain of reshapes is one, and one that comes back to where it started is none.
  if (x.source.kind === 'application' && x.source.operator.name === 'Reshape')
    return reshape(x.source.inputs[0]!, shape)
  // The shape is given by the caller, because -1 would not tell which name the length has.
  const defined = operator('Reshape', () => [{ type: x.type, shape }], reshapeGradient)
  return apply(defined, [x, written])
}

const reshapeGradient = (d: Tensor, [x]: readonly [Tensor, ...Tensor[]]) => [reshape(d, x.shape), null]

const transposed = operator(
  'Transpose',
  ([x], { perm }) => {
    const order = permutation(perm)
    if (order.length !== x.shape.length || new Set(order).size !== order.length) {
      throw new Error(`[${order.join(', ')}] is no order of the axes`)
    }
    return [
      {
        type: x.type,
        shape: order.map(axis => {
          const dim = x.shape[axis]
          if (dim === undefined) throw new Error(`there is no axis ${axis}`)
          return dim
        }),
      },
    ]
  },
  (d, _, __, { perm }) => {
    const order = permutation(perm)
    return [
      transpose(
        d,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ]
  },
)

const permutation = (perm: unknown): readonly number[] => (perm as { ints: readonly number[] }).ints

/** Axis `i` of the result is axis `order[i]` of `x`. */
export const transpose = (x: Tensor, order: readonly number[]): Tensor =>
  order.every((axis, i) => axis === i) && order.length === x.shape.length
    ? x
    : apply(transposed, [x], { perm: { ints: order } })

/** The shape at run time. */
const shapeOf = op('Shape', ([x]) => [{ type: 'int64', shape: [x.shape.length] }])

/**
 * `x` repeated to a shape, along axes where it has length 1. A named length that `x` does not have itself is read off
 * `like` at run time.
 */
export function expand(x: Tensor, shape: Shape, like?: Tensor): Tensor {
  if (sameShape(x.shape, shape)) return x
  if (!sameShape(broadcastShapes(x.shape, shape), shape)) {
    throw new Error(`Expand: ${show(x.shape)} does not become ${show(shape)} by repetition`)
  }
  const lead = shape.length - x.shape.length
  const known = shape.every((dim, i) => typeof dim === 'number' || x.shape[i - lead] === dim)
  if (!known && like === undefined) throw new Error(`Expand: ${show(shape)} is not known before the run`)
  const target = known ? integers(shape.map(dim => (typeof dim === 'number' ? dim : 1))) : shapeOf(like as Tensor)
  const defined = operator(
    'Expand',
    () => [{ type: x.type, shape }],
    (d, [from]) => [unbroadcast(d, from), null],
  )
  return apply(defined, [x, target])
}

export const expandLike = (x: Tensor, like: Tensor): Tensor => expand(x, like.shape, like)

/** The number of elements, as a float. */
export function sizeOf(x: Tensor): Tensor {
  const count = size(x.shape)
  return typeof count === 'number' ? scalar(count) : apply(countElements, [sizeAtRun(x)], { to: { int: 1 } })
}

const sizeAtRun = op('Size', () => [{ type: 'int64', shape: [] }])

const countElements = operator('Cast', ([x]) => [{ type: 'float32', shape: x.shape }])

export const zerosLike = (x: Tensor): Tensor =>
  expandLike(
    constant(
      new Float32Array(1),
      x.shape.map(() => 1),
    ),
    x,
  )

/** `count` zeros before and after, along one axis. */
export const pad = (x: Tensor, axis: number, before: number, after: number): Tensor => {
  const at = (place: number, count: number) => x.shape.map((_, i) => (i === place ? count : 0))
  return apply(padded, [x, integers([...at(axis, before), ...at(axis, after)]), scalar(0)])
}

const padded = operator(
  'Pad',
  ([x, counts]) => {
    const pads = constantIntegers(counts)
    const rank = x.shape.length
    const shape = x.shape.map((dim, i) => {
      const extra = (pads[i] ?? 0) + (pads[rank + i] ?? 0)
      if (extra === 0) return dim
      if (typeof dim !== 'number') throw new Error(`axis ${i} of ${show(x.shape)} has to be of a known length`)
      return dim + extra
    })
    return [{ type: x.type, shape }]
  },
  (d, [x, counts]) => {
    const pads = constantIntegers(counts)
    const cut = x.shape.reduce<Tensor>(
      (part, dim, i) =>
        typeof dim === 'number' && part.shape[i] !== dim ? slice(part, i, pads[i] ?? 0, (pads[i] ?? 0) + dim) : part,
      d,
    )
    return [cut, null, null]
  },
)

import { apply, operator } from '../operator.ts'
import { axisOf, dividedBy, fixed, largestPart, sameShape, size } from '../shape.ts'
import type { Infer, Operator } from '../tensor.ts'
import { constantIntegers, integers, scalar, type Tensor } from '../tensor.ts'
import { equal, toFloat } from './comparison.ts'
import { divide, multiply } from './elementwise.ts'
import { expandLike, reshape, sizeOf } from './shape.ts'

/** Reduced axes stay, with length 1: the result broadcasts against what it came from. */
const reduced: Infer = ([x, axes]) => {
  if (x.type !== 'float32' && x.type !== 'float64') throw new Error(`only numbers can be reduced, not ${x.type}`)
  const gone = constantIntegers(axes)
  return [{ type: x.type, shape: x.shape.map((dim, i) => (gone.includes(i) ? 1 : dim)) }]
}

const reduceSum = operator('ReduceSum', reduced, (d, [x]) => [expandLike(d, x), null])
const reduceMean = operator('ReduceMean', reduced, (d, [x], [y]) => [
  expandLike(divide(d, divide(sizeOf(x), sizeOf(y))), x),
  null,
])
/** Equal maxima share the gradient. */
const reduceMax = operator('ReduceMax', reduced, (d, [x, axes], [y]) => {
  const chosen = toFloat(equal(x, y))
  return [multiply(chosen, divide(d, sum(chosen, constantIntegers(axes)))), null]
})

/** Over all axes where none are named; over no axes it is the tensor itself (which ONNX would take for all). */
const reduction =
  (defined: Operator) =>
  (x: Tensor, axes: readonly number[] = x.shape.map((_, i) => i)): Tensor =>
    axes.length === 0 ? x : apply(defined, [x, integers(axes.map(axis => axisOf(axis, x.shape.length)))])

export const sum = reduction(reduceSum)
export const mean = reduction(reduceMean)
export const max = reduction(reduceMax)

/** The gradient of a broadcast operand: `d` summed over the axes along which `like` was repeated. */
export function unbroadcast(d: Tensor, like: Tensor): Tensor {
  if (sameShape(d.shape, like.shape)) return d
  const lead = d.shape.length - like.shape.length
  const repeated = d.shape.flatMap((dim, i) => (i < lead || (like.shape[i - lead] === 1 && dim !== 1) ? [i] : []))
  const kept = d.shape.slice(repeated.length)
  if (repeated.length > 0 && repeated.every((axis, i) => axis === i) && kept.every(dim => typeof dim === 'number')) {
    return reshape(columnSums(reshape(d, [size(d.shape.slice(0, repeated.length)), size(kept)])), like.shape)
  }
  const summed = repeated.length === 0 ? d : sum(d, repeated)
  return sameShape(summed.shape, like.shape) ? summed : reshape(summed, like.shape)
}

/** How long rows have to be for the runtime to add them up at the speed of memory. */
const longRow = 2048

/**
 * The sums of the columns of [rows, width], as [width]. Rows are taken several at a time as one long row: the runtime
 * adds up many short ones tens of times slower, most of all when its threads share them.
 */
export function columnSums(x: Tensor): Tensor {
  const [rows, width] = [x.shape[0]!, fixed(x.shape, 1)]
  const together = largestPart(rows, longRow / width)
  const long = sum(reshape(x, [dividedBy(rows, together), together * width]), [0])
  return reshape(together === 1 ? long : sum(reshape(long, [together, width]), [0]), [width])
}

/** The mean over axes of known lengths, by a multiplication: a gradient that needs no count at run time. */
export function meanOver(x: Tensor, axes: readonly number[]): Tensor {
  const count = axes.reduce((product, axis) => product * fixed(x.shape, axis), 1)
  return multiply(sum(x, axes), scalar(1 / count))
}

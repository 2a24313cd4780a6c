import { apply, applyAll, operator } from '../operator.ts'
import { axisOf, fixed, sameShape, show } from '../shape.ts'
import { constantIntegers, integers, type Tensor } from '../tensor.ts'
import { pad } from './shape.ts'

const sliced = operator(
  'Slice',
  ([x, starts, ends, axes]) => {
    const [start, end, axis] = [starts, ends, axes].map(bounds => constantIntegers(bounds)[0] ?? 0) as [
      number,
      number,
      number,
    ]
    const length = fixed(x.shape, axis)
    if (start < 0 || end > length || start >= end) throw new Error(`${start} to ${end} is not inside 0 to ${length}`)
    return [{ type: x.type, shape: x.shape.map((dim, i) => (i === axis ? end - start : dim)) }]
  },
  (d, [x, starts, ends, axes]) => {
    const axis = constantIntegers(axes)[0] ?? 0
    const before = constantIntegers(starts)[0] ?? 0
    return [pad(d, axis, before, fixed(x.shape, axis) - (constantIntegers(ends)[0] ?? 0)), null, null, null]
  },
)

/** Places `start` up to, but not including, `end` of one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const place = axisOf(axis, x.shape.length)
  if (start === 0 && end === x.shape[place]) return x
  return apply(sliced, [x, integers([start]), integers([end]), integers([place])])
}

const joined = operator(
  'Concat',
  (parts, { axis }) => {
    const place = (axis as { int: number }).int
    const [first] = parts
    for (const part of parts) {
      const fits = sameShape(
        part.shape.map((dim, i) => (i === place ? 0 : dim)),
        first.shape.map((dim, i) => (i === place ? 0 : dim)),
      )
      if (!fits || part.type !== first.type) throw new Error(`${show(part.shape)} does not join ${show(first.shape)}`)
    }
    const length = parts.reduce((total, part) => total + fixed(part.shape, place), 0)
    return [{ type: first.type, shape: first.shape.map((dim, i) => (i === place ? length : dim)) }]
  },
  (d, parts, _, { axis }) => {
    const place = (axis as { int: number }).int
    let start = 0
    return parts.map(part => {
      const end = start + fixed(part.shape, place)
      const share = slice(d, place, start, end)
      start = end
      return share
    })
  },
)

/** The parts one after another along an axis whose lengths are known. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts
  if (first === undefined) throw new Error('Concat: there is nothing to join')
  return parts.length === 1 ? first : apply(joined, parts, { axis: { int: axisOf(axis, first.shape.length) } })
}

const cut = operator('Split', ([x, lengths], { axis }) => {
  const place = (axis as { int: number }).int
  const wanted = constantIntegers(lengths)
  const total = wanted.reduce((sum, length) => sum + length, 0)
  if (total !== fixed(x.shape, place)) throw new Error(`[${wanted.join(', ')}] is not all of ${fixed(x.shape, place)}`)
  return wanted.map(length => ({ type: x.type, shape: x.shape.map((dim, i) => (i === place ? length : dim)) }))
})

/** Parts of these lengths along an axis, together all of it. They pass no gradient on. */
export function split(x: Tensor, axis: number, lengths: readonly number[]): readonly Tensor[] {
  if (lengths.length === 1) return [x]
  return applyAll(cut, [x, integers(lengths)], { axis: { int: axisOf(axis, x.shape.length) } })
}

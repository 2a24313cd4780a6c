/**
 * A length known when the graph is built, or one named for the run: `batch`, or a multiple of it, `8*batch`. Two named
 * lengths are equal when they are written the same.
 */
export type Dim = number | string
export type Shape = readonly Dim[]

const parse = (dim: Dim): { count: number; symbol: string } => {
  if (typeof dim === 'number') return { count: dim, symbol: '' }
  const [count, symbol] = dim.includes('*') ? (dim.split('*') as [string, string]) : ['1', dim]
  return { count: Number(count), symbol }
}

/** The product of two lengths; at most one of them may be named. */
export function times(a: Dim, b: Dim): Dim {
  const [x, y] = [parse(a), parse(b)]
  if (x.symbol && y.symbol) throw new Error(`a length may hold one name, not ${a} times ${b}`)
  const count = x.count * y.count
  const symbol = x.symbol || y.symbol
  return symbol === '' ? count : count === 1 ? symbol : `${count}*${symbol}`
}

/** A length cut into that many equal parts; throws where it cannot be told to hold a whole number of them. */
export function dividedBy(dim: Dim, parts: number): Dim {
  const { count, symbol } = parse(dim)
  if (count % parts !== 0) throw new Error(`${dim} is not a multiple of ${parts}`)
  return times(count / parts, symbol === '' ? 1 : symbol)
}

/** The largest number up to `limit` that a length is known to be a multiple of. */
export function largestPart(dim: Dim, limit: number): number {
  const { count } = parse(dim)
  let part = Math.max(1, Math.min(count, Math.floor(limit)))
  while (count % part !== 0) part--
  return part
}

/** The shape a run has whose named length is this. */
export const atRun = (shape: Shape, length: number): number[] =>
  shape.map(dim => {
    const { count, symbol } = parse(dim)
    return symbol === '' ? count : count * length
  })

/** The number of elements. */
export const size = (shape: Shape): Dim => shape.reduce(times, 1)

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, i) => dim === b[i])

export const show = (shape: Shape): string => `[${shape.join(', ')}]`

/** The shape two operands meet in, aligned at their last axes, where lengths are equal or one of them is 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1
    const y = b[b.length - rank + i] ?? 1
    if (x !== y && x !== 1 && y !== 1) throw new Error(`${show(a)} and ${show(b)} do not broadcast: ${x} against ${y}`)
    return x === 1 ? y : x
  })
}

/** A place counted from the front, for one that may be counted from the back. */
export function axisOf(axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(place) || place < 0 || place >= rank) throw new Error(`there is no axis ${axis} of ${rank}`)
  return place
}

/** A length that has to be known when the graph is built. */
export function fixed(shape: Shape, axis: number): number {
  const dim = shape[axisOf(axis, shape.length)]
  if (typeof dim !== 'number') throw new Error(`axis ${axis} of ${show(shape)} has to be of a known length`)
  return dim
}

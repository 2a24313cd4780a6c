import { smallerThan } from './sliding-median.ts'

/**
 * Values seen before, in order of size, to tell how far a new one is from all of them. Bounded: once full, each new value
 * takes the place of one drawn at random (by a generator in the state: replays are the same), so that values are forgotten
 * with a mean life of `capacity` values and none is forgotten for certain. O(log n) to look up, one short move to insert.
 */
export interface Memory {
  readonly sorted: Float64Array
  count: number
  seed: number
}

export const noMemory = (capacity: number): Memory => ({ sorted: new Float64Array(capacity), count: 0, seed: 1 })

/** The neighbour whose distance counts: a lone twin does not make a value familiar, a handful does. */
const neighbours = 4

/** How many of those remembered are smaller: for whoever asks for a distance and has the value remembered, too. */
export const placeOf = ({ sorted, count }: Memory, value: number): number => smallerThan(sorted, count, value)

/**
 * The distance to the fourth-nearest value remembered, relative to the range of the middle 80 % of them; NaN while too few
 * are. Where those do not differ a thousandth of the middle value stands for the range.
 */
export function distance(memory: Memory, value: number, at = placeOf(memory, value)): number {
  const { sorted, count } = memory
  if (count <= neighbours) return Number.NaN
  const far =
    at >= neighbours && at <= count - neighbours
      ? fourthAmid(sorted, value, at)
      : fourthAtEdge(sorted, count, value, at)
  const middle = sorted[count >> 1]!
  const tenth = Math.floor(count / 10)
  const range = sorted[count - 1 - tenth]! - sorted[tenth]!
  return far / (range + 1e-3 * Math.abs(middle) + 1e-9)
}

/** Of four distances on each side: of so many from below and the rest from above the greater, the least of which counts. */
function fourthAmid(sorted: Float64Array, value: number, at: number): number {
  return Math.min(
    value - sorted[at - 4]!,
    Math.max(value - sorted[at - 3]!, sorted[at]! - value),
    Math.max(value - sorted[at - 2]!, sorted[at + 1]! - value),
    Math.max(value - sorted[at - 1]!, sorted[at + 2]! - value),
    sorted[at + 3]! - value,
  )
}

/** The same where fewer are on one of the sides. */
function fourthAtEdge(sorted: Float64Array, count: number, value: number, at: number): number {
  let high = at
  let low = high - 1
  let far = 0
  for (let i = 0; i < neighbours; i++) {
    const below = low >= 0 ? value - sorted[low]! : Number.POSITIVE_INFINITY
    const above = high < count ? sorted[high]! - value : Number.POSITIVE_INFINITY
    if (below < above) {
      far = below
      low--
    } else {
      far = above
      high++
    }
  }
  return far
}

export function remember(memory: Memory, value: number, at = placeOf(memory, value)): void {
  const { sorted, count } = memory
  if (count < sorted.length) {
    sorted.copyWithin(at + 1, at, count)
    sorted[at] = value
    memory.count++
    return
  }
  memory.seed = (Math.imul(memory.seed, 1664525) + 1013904223) >>> 0
  const leaving = Math.floor((memory.seed / 2 ** 32) * count)
  // What leaves makes room for what comes: only what lies between the two moves.
  if (leaving < at) {
    sorted.copyWithin(leaving, leaving + 1, at)
    sorted[at - 1] = value
  } else {
    sorted.copyWithin(at + 1, at, leaving)
    sorted[at] = value
  }
}

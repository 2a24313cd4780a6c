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

/**
 * The distance to the fourth-nearest value remembered, relative to the range of the middle 80 % of them; NaN while too few
 * are. Where those do not differ a thousandth of the middle value stands for the range.
 */
export function distance(memory: Memory, value: number): number {
  const { sorted, count } = memory
  if (count <= neighbours) return Number.NaN
  let high = smallerThan(sorted, count, value)
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
  const middle = sorted[count >> 1]!
  const tenth = Math.floor(count / 10)
  const range = sorted[count - 1 - tenth]! - sorted[tenth]!
  return far / (range + 1e-3 * Math.abs(middle) + 1e-9)
}

export function remember(memory: Memory, value: number): void {
  const { sorted } = memory
  if (memory.count === sorted.length) {
    memory.seed = (Math.imul(memory.seed, 1664525) + 1013904223) >>> 0
    const leaving = Math.floor((memory.seed / 2 ** 32) * memory.count)
    sorted.copyWithin(leaving, leaving + 1, memory.count)
    memory.count--
  }
  const at = smallerThan(sorted, memory.count, value)
  sorted.copyWithin(at + 1, at, memory.count)
  sorted[at] = value
  memory.count++
}

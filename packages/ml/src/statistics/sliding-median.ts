/** The last values in the order of time and in that of size. O(width) a value, by one short move. Plain data. */
export interface SlidingMedian {
  /** The window in order of size. */
  readonly sorted: Float64Array
  /** The window in order of time, oldest overwritten first. */
  readonly ring: Float64Array
  seen: number
}

export const noMedianYet = (width: number): SlidingMedian => ({
  sorted: new Float64Array(width),
  ring: new Float64Array(width),
  seen: 0,
})

/** Values in the window. */
export const heldBy = ({ seen, ring }: SlidingMedian): number => Math.min(seen, ring.length)

/** Forgets all it holds. */
export function emptyMedian(median: SlidingMedian): void {
  median.seen = 0
}

/** NaN before the first value. */
export function medianOf(median: SlidingMedian): number {
  const count = heldBy(median)
  return (median.sorted[(count - 1) >> 1]! + median.sorted[count >> 1]!) / 2
}

/** Lets one value in, and the oldest out when the window is full. */
export function slideMedian(median: SlidingMedian, value: number): void {
  const { sorted, ring } = median
  const held = heldBy(median)
  const place = median.seen % ring.length
  // What leaves makes room for what comes: only what lies between the two moves.
  let at = held === ring.length ? smallerThan(sorted, held, ring[place]!) : held
  while (at > 0 && sorted[at - 1]! > value) {
    sorted[at] = sorted[at - 1]!
    at--
  }
  while (at < held - 1 && sorted[at + 1]! < value) {
    sorted[at] = sorted[at + 1]!
    at++
  }
  sorted[at] = value
  ring[place] = value
  median.seen++
}

/** How many of the first `count` values are smaller. No branch depends on the values: half of them would be guessed wrong. */
export function smallerThan(sorted: Float64Array, count: number, value: number): number {
  if (count === 0) return 0
  let from = 0
  let left = count
  while (left > 1) {
    const half = left >> 1
    from += half * Number(sorted[from + half - 1]! < value)
    left -= half
  }
  return from + Number(sorted[from]! < value)
}

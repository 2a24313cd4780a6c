import { bounded } from './bounded.ts'

/**
 * Mean and squared deviations of the last `width` values without ever removing one from a sum. Values fill a block of
 * `width` places; the window is the head of this block (summed up as it grows, by Welford) and the tail of the one before
 * (computed once for every place to begin at); the two are merged by Chan's formula. Nothing is subtracted, so nothing
 * drifts and a huge value leaves no trace when it leaves. O(1) per value, amortised. Plain data.
 */
export interface SlidingMoments {
  readonly block: Float64Array
  /** Of the previous block from each place to its end; the entry past the end is empty. */
  readonly tailMeans: Float64Array
  readonly tailSquares: Float64Array
  /** Values in the head: places of the block already overwritten. */
  head: number
  headMean: number
  headSquares: number
  /** Whether there is a previous block. */
  full: boolean
  /** Values in the window. */
  count: number
  /** Of the window. */
  mean: number
  /** Σ (value − mean)² over the window. */
  squares: number
}

export const noMomentsYet = (width: number): SlidingMoments => ({
  block: new Float64Array(width),
  tailMeans: new Float64Array(width + 1),
  tailSquares: new Float64Array(width + 1),
  head: 0,
  headMean: 0,
  headSquares: 0,
  full: false,
  count: 0,
  mean: 0,
  squares: 0,
})

/** At least so many values, in whole blocks: from there on sums are made up as if all values had been seen. */
export const inBlocks = (values: number, width: number): number => width * Math.ceil(values / width)

/** Forgets all it holds. */
export function empty(moments: SlidingMoments): void {
  moments.head = 0
  moments.headMean = 0
  moments.headSquares = 0
  moments.full = false
  moments.count = 0
  moments.mean = 0
  moments.squares = 0
}

/** Lets one value in, and the oldest out when the window is full. */
export function slide(moments: SlidingMoments, given: number): void {
  const { block, tailMeans, tailSquares } = moments
  const value = bounded(given)
  const width = block.length
  block[moments.head++] = value
  const deviation = value - moments.headMean
  moments.headMean += deviation / moments.head
  moments.headSquares += deviation * (value - moments.headMean)
  if (moments.head === width) startBlock(moments)
  const { head } = moments
  const tail = moments.full ? width - head : 0
  moments.count = head + tail
  const shift = tailMeans[head]! - moments.headMean
  if (tail === 0) {
    moments.mean = moments.headMean
    moments.squares = moments.headSquares
  } else if (head === 0) {
    moments.mean = tailMeans[0]!
    moments.squares = tailSquares[0]!
  } else {
    moments.mean = moments.headMean + (shift * tail) / width
    moments.squares = moments.headSquares + tailSquares[head]! + (shift * shift * head * tail) / width
  }
}

/** The head becomes the previous block. */
function startBlock(moments: SlidingMoments): void {
  const { block, tailMeans, tailSquares } = moments
  let mean = 0
  let squares = 0
  for (let place = block.length - 1, count = 1; place >= 0; place--, count++) {
    const deviation = block[place]! - mean
    mean += deviation / count
    squares += deviation * (block[place]! - mean)
    tailMeans[place] = mean
    tailSquares[place] = squares
  }
  moments.full = true
  moments.head = 0
  moments.headMean = 0
  moments.headSquares = 0
}

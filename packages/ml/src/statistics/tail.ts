import { bounded } from './bounded.ts'
import { normalQuantile } from './normal.ts'

/**
 * How rare a raw score is on its own series, learnt as it goes: a histogram of the scores so far over a logarithmic
 * scale, four bins to the octave from 2⁻²⁰ to 2⁴⁴. Smaller scores count as nothing at all, which rounding noise is. At
 * 16,384 scores every count is halved, so that the last ten thousand or so are what counts. Plain data of constant size;
 * O(bins) per score, in practice a few dozen additions.
 */
export interface Tail {
  readonly counts: Float64Array
  readonly sums: Float64Array
  total: number
  /** The bin at which the highest 5 % begin, how many scores are in it and above, and their sum. */
  edge: number
  above: number
  sumAbove: number
  /** Runs of scores that are something, after one that is nothing. */
  events: number
  /** Whether the last score was nothing. */
  resting: boolean
}

const perOctave = 4
const lowest = -20
const bins = 64 * perOctave
/** The share of scores the tail is fitted to. */
const tailShare = 0.05
/** Fewer scores than this say nothing about rarity. */
export const fewestForTail = 50
/** Times something came that make it nothing new. */
const handful = 4
const mostRemembered = 16_384

export const noTail = (): Tail => ({
  counts: new Float64Array(bins),
  sums: new Float64Array(bins),
  total: 0,
  edge: bins,
  above: 0,
  sumAbove: 0,
  events: 0,
  resting: true,
})

/**
 * −log₁₀ of the share of scores so far at or above this one: 2 is one in a hundred. Beyond the highest 5 % the share falls
 * exponentially with the score, at the rate of their mean excess, so that it can be smaller than one in all. NaN for the
 * first 50. Then learns the score.
 */
export function rarity(tail: Tail, given: number): number {
  const score = bounded(given)
  const bin = binOf(score)
  const rare = tail.total < fewestForTail ? Number.NaN : rarityAt(tail, score, bin)
  learn(tail, score, bin)
  return rare
}

/** As `rarity`, without learning the score. */
export const rarityNow = (tail: Tail, score: number): number =>
  tail.total < fewestForTail ? Number.NaN : rarityAt(tail, bounded(score), binOf(score))

/** As if a hundred distances of a standard normal distribution from its mean had been seen. */
export function normalTail(): Tail {
  const tail = noTail()
  for (let i = 0; i < 100; i++) {
    const distance = normalQuantile((1 + (i + 0.5) / 100) / 2)
    learn(tail, distance, binOf(distance))
  }
  return tail
}

function learn(tail: Tail, score: number, bin: number): void {
  const { counts, sums } = tail
  if (tail.total >= mostRemembered) halve(tail)
  counts[bin] = counts[bin]! + 1
  sums[bin] = sums[bin]! + score
  tail.total++
  if (bin > 0 && tail.resting) tail.events++
  tail.resting = bin === 0
  if (bin >= tail.edge) {
    tail.above++
    tail.sumAbove += score
  }
  const wanted = Math.max(10, Math.floor(tail.total * tailShare))
  while (tail.above < wanted && tail.edge > 0) {
    tail.edge--
    tail.above += counts[tail.edge]!
    tail.sumAbove += sums[tail.edge]!
  }
  while (tail.edge < bins && tail.above - counts[tail.edge]! >= wanted) {
    tail.above -= counts[tail.edge]!
    tail.sumAbove -= sums[tail.edge]!
    tail.edge++
  }
}

function halve(tail: Tail): void {
  for (let bin = 0; bin < bins; bin++) {
    tail.counts[bin] = tail.counts[bin]! / 2
    tail.sums[bin] = tail.sums[bin]! / 2
  }
  tail.total /= 2
  tail.events /= 2
  tail.above /= 2
  tail.sumAbove /= 2
}

const real = new Float64Array(1)
const words = new Uint32Array(real.buffer)
/** Which of the two words of a number holds its sign, exponent and highest mantissa bits. */
const high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0
const lowestWord = (1023 + lowest) * perOctave

/** From the bits of the number: its exponent and the first two of its mantissa count the bins up. */
function binOf(score: number): number {
  if (!(score > 2 ** lowest)) return 0
  real[0] = score
  return Math.min(bins - 1, 1 + (words[high]! >>> 18) - lowestWord)
}

/** Where each bin begins; the first holds everything too small to matter. */
const edges = Float64Array.from({ length: bins }, (_, bin) =>
  bin === 0 ? 0 : 2 ** (lowest + Math.floor((bin - 1) / perOctave)) * (1 + ((bin - 1) % perOctave) / perOctave),
)

function rarityAt(tail: Tail, score: number, bin: number): number {
  const { total, edge, above, sumAbove } = tail
  if (bin === 0) return 0
  if (edge === 0) return rarityAtRest(tail, score, bin)
  if (bin >= edge) {
    const start = edges[edge]!
    const excess = Math.max(sumAbove / above - start, 1e-3 * start)
    return -Math.log10(above / (total + 1)) + ((score - start) / excess) * Math.LOG10E
  }
  return -Math.log10((fromTop(tail, score, bin, edge, above) + 1) / (total + 1))
}

/**
 * Where nearly all scores are nothing: a score is as rare as such scores are, until a handful of times they came; from
 * then on they are no news, and a score is as rare as it is among them.
 */
function rarityAtRest(tail: Tail, score: number, bin: number): number {
  const among = tail.events > handful ? tail.total - tail.counts[0]! : tail.total
  return -Math.log10((fromTop(tail, score, bin, bins, 0) + 1) / (among + 1))
}

/** Scores from this one on: those of its bin by its place there, those up to the bin `to`, and `beyond`. */
function fromTop({ counts }: Tail, score: number, bin: number, to: number, beyond: number): number {
  let higher = beyond
  for (let b = to - 1; b > bin; b--) higher += counts[b]!
  const start = edges[bin]!
  const share = bin === bins - 1 ? 1 : (edges[bin + 1]! - score) / (edges[bin + 1]! - start)
  return higher + share * counts[bin]!
}

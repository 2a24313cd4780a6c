import { quantileOf } from '../statistics/quantiles.ts'

/** Bins of a distribution: values below the first edge, from each edge up to the next, and from the last on. Plain data. */
export interface Histogram {
  /** Ascending, unlike each other. */
  readonly edges: readonly number[]
  /** One more than there are edges. */
  readonly counts: readonly number[]
}

/** Deciles, as scorecards are watched by: fewer hide a shift, more are empty by chance. */
const mostBins = 10

/**
 * Edges that part values into bins of equal shares. Few unlike values have a bin each, and what lies outside of them one on
 * either side: of a channel that never moved everything else is new.
 *
 * @param ascending without missing values, at least one
 */
export function edgesOf(ascending: Float64Array): readonly number[] {
  const unlike: number[] = []
  for (const value of ascending) {
    if (value !== unlike.at(-1)) unlike.push(value)
    if (unlike.length > mostBins) break
  }
  if (unlike.length > mostBins) {
    const shares = Array.from({ length: mostBins - 1 }, (_, i) => (i + 1) / mostBins)
    return [...new Set(shares.map(share => quantileOf(ascending, share)))].filter(Number.isFinite)
  }
  const between = unlike.slice(1).map((value, i) => unlike[i]! / 2 + value / 2)
  const [least, greatest] = [unlike[0]!, unlike.at(-1)!]
  const apart = Math.max(1e-9 * Math.abs(least), Number.MIN_VALUE)
  const around = [2 * least - (between[0] ?? least + apart), 2 * greatest - (between.at(-1) ?? greatest - apart)]
  return [...new Set([...between, ...around])].filter(Number.isFinite).toSorted((one, other) => one - other)
}

/** How many values lie in each bin; missing ones (NaN) in none. */
export function countsIn(edges: readonly number[], values: Float64Array): readonly number[] {
  const counts = new Array<number>(edges.length + 1).fill(0)
  for (const value of values) {
    if (Number.isNaN(value)) continue
    let [from, to] = [0, edges.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (edges[middle]! <= value) from = middle + 1
      else to = middle
    }
    counts[from]!++
  }
  return counts
}

/** Quartile distances beyond the quartiles that a value may lie before it counts as an extreme. */
const reach = 10
/** Extremes are rare: more than one value in so many is how the series is. */
const rare = 100

/**
 * The values with those pulled in that lie far beyond all others, so that one of them does not flatten the rest: to ten
 * quartile distances from the quartiles. The same array where none does, where they are no exception, and where half of
 * the values are the same. Only the first `upTo` values tell what is usual, and are pulled in.
 */
export function limited(values: Float64Array, upTo: number): Float64Array {
  const known = values.subarray(0, upTo)
  const sorted = known.toSorted()
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const [lower, upper] = [at(0.25), at(0.75)]
  const distance = upper - lower
  if (!(distance > 0)) return values
  const [lowest, highest] = [lower - reach * distance, upper + reach * distance]
  let beyond = 0
  for (const value of known) if (value < lowest || value > highest) beyond++
  if (beyond === 0 || beyond > Math.max(1, known.length / rare)) return values
  return values.map((value, i) => (i < upTo ? Math.min(highest, Math.max(lowest, value)) : value))
}

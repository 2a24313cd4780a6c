/** Gaps looked at: enough for a steady median, few enough to sort in well under a millisecond. */
export const gapsLookedAt = 1_001

/**
 * The sampling interval of a series in milliseconds: the median of its most recent positive gaps (of the two middle ones
 * the shorter). Null when no two instants differ.
 *
 * @param times instants in milliseconds, ascending
 */
export function inferInterval(times: Float64Array): number | null {
  const gaps: number[] = []
  for (let i = times.length - 1; i > 0 && gaps.length < gapsLookedAt; i--) {
    const gap = times[i]! - times[i - 1]!
    if (gap > 0) gaps.push(gap)
  }
  if (gaps.length === 0) return null
  const sorted = Float64Array.from(gaps).sort()
  return sorted[(sorted.length - 1) >> 1]!
}

const minute = 60_000

/** The tokens IBM gave the sampling intervals, in milliseconds; a business day speaks as a day. */
const tokens = new Map([
  [minute, 1],
  [2 * minute, 2],
  [5 * minute, 3],
  [10 * minute, 4],
  [15 * minute, 5],
  [30 * minute, 6],
  [60 * minute, 7],
  [1440 * minute, 8],
  [(1440 * minute * 7) / 5, 8],
  [10_080 * minute, 9],
])

/** The token of a sampling interval; 0 for one that has none, or that a vocabulary of this size does not hold. */
export function frequencyToken(interval: number, vocabulary: number): number {
  const token = tokens.get(interval) ?? 0
  return token < vocabulary ? token : 0
}

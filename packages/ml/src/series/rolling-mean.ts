/**
 * Trailing mean of the last `width` points at each point, over those that are present; NaN where none is. The first
 * points average what there is so far.
 *
 * A window is the tail of one block of `width` points and the head of the next, and both sums only ever grow (van Herk's
 * scheme): nothing is subtracted, so a value of 1e300 leaves no trace once it has left the window. O(1) per point.
 */
export function rollingMean(values: Float64Array, width: number): Float64Array {
  if (!Number.isInteger(width) || width < 1)
    throw new RangeError(`a rolling mean needs a width of at least 1, not ${width}`)
  const n = values.length
  const means = new Float64Array(n)
  const tailSums = new Float64Array(width + 1)
  const tailCounts = new Int32Array(width + 1)
  for (let block = 0; block < n; block += width) {
    let sum = 0
    let count = 0
    const end = Math.min(block + width, n)
    for (let i = block; i < end; i++) {
      const value = values[i]!
      if (!Number.isNaN(value)) {
        sum += value
        count++
      }
      const tail = i - block + 1
      means[i] = (tailSums[tail]! + sum) / (tailCounts[tail]! + count)
    }
    if (end - block < width) break
    sum = 0
    count = 0
    for (let k = width - 1; k >= 0; k--) {
      const value = values[block + k]!
      if (!Number.isNaN(value)) {
        sum += value
        count++
      }
      tailSums[k] = sum
      tailCounts[k] = count
    }
  }
  return means
}

/** Mean of the last values pushed, missing ones (NaN) left out; NaN while there is none. */
export interface RollingMean {
  readonly push: (value: number) => number
}

/**
 * Goes on where the API's rolling mean ended: `tail` are the last stored values, oldest first. The sum is taken anew
 * at every push, so that no rounding error builds up however long the stream runs.
 */
export function createRollingMean(length: number, tail: readonly number[]): RollingMean {
  const window = tail.slice(-length)
  return {
    push(value) {
      window.push(value)
      if (window.length > length) window.shift()
      let sum = 0
      let count = 0
      for (const each of window) {
        if (Number.isNaN(each)) continue
        sum += each
        count++
      }
      return count === 0 ? Number.NaN : sum / count
    },
  }
}

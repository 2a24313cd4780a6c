/**
 * How much work may be done at once, in values: so many at a time, and so many a second in the long run. What is too much
 * for now has to wait its turn elsewhere.
 */
export interface Allowance {
  /** Whether there is room for the work; if so, it is taken. */
  take(values: number): boolean
}

export function createAllowance(most: number, perSecond: number, clock: () => number): Allowance {
  let left = most
  let since = clock()
  return {
    take(values) {
      const now = clock()
      left = Math.min(most, left + (Math.max(0, now - since) / 1_000) * perSecond)
      since = now
      if (values > left) return false
      left -= values
      return true
    },
  }
}

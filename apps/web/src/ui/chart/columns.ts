/** Points as columns: instants in epoch milliseconds, ascending, and per channel one value each, NaN where missing. */
export interface Columns {
  readonly times: readonly number[]
  readonly values: readonly (readonly number[])[]
}

export const noColumns: Columns = { times: [], values: [] }

export const toNumbers = (column: readonly (number | null)[]): number[] => column.map(value => value ?? Number.NaN)

/** Place of the instant nearest to `at`, or -1 without any. */
export function nearest(times: readonly number[], at: number): number {
  const after = firstAfter(times, at)
  if (after === 0) return times.length === 0 ? -1 : 0
  if (after === times.length) return after - 1
  return at - times[after - 1]! <= times[after]! - at ? after - 1 : after
}

/** Place of the first instant later than `at`; the length when there is none. */
export function firstAfter(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Least and greatest of the values in `[from, to)`, over all the columns; null when there is none. */
export function extent(columns: readonly (readonly number[])[], from = 0, to = Infinity): [number, number] | null {
  let least = Infinity
  let greatest = -Infinity
  for (const column of columns) {
    for (let i = from; i < Math.min(to, column.length); i++) {
      const value = column[i]!
      if (value < least) least = value
      if (value > greatest) greatest = value
    }
  }
  return least <= greatest ? [least, greatest] : null
}

/** On the straight line between the two nearest ranks of ascending values (Hyndman & Fan 1996, type 7). */
export function quantileOf(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1)
  const below = ascending[Math.floor(place)]!
  return below + (place - Math.floor(place)) * (ascending[Math.ceil(place)]! - below)
}

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
export const medianConsistency = 1.4826

export interface RobustCentre {
  readonly median: number
  /** 1.4826 times the median distance from it; 0 where half the values are equal. */
  readonly deviation: number
}

/** Of the values that are there; null where none is. */
export function robustCentre(values: Float64Array): RobustCentre | null {
  const there = values.filter(value => !Number.isNaN(value)).sort()
  if (there.length === 0) return null
  const median = quantileOf(there, 0.5)
  const distances = there.map(value => Math.abs(value - median)).sort()
  return { median, deviation: medianConsistency * quantileOf(distances, 0.5) }
}

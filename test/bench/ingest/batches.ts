/** Which points a request or a statement carries: the same for both ways of storing them. */
export interface Shape {
  /** Series in a request, and points of each. */
  readonly seriesPerBatch: number
  readonly pointsPerSeries: number
}

/** Points `first` … of a series, a second apart: a season, some noise, now and then something odd. */
export function timesOf(from: number, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + (first + i) * 1_000)
}

export function valuesOf(series: number, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const place = first + i
    const noise = (Math.imul(place + 1, 2_654_435_761) >>> 8) % 1_000
    const odd = (place + series * 7) % 1_999 === 0 ? 60 : 0
    return Math.round((100 + 10 * Math.sin(place / 600) + noise / 200 + odd) * 1_000) / 1_000
  })
}

/** A series is stale when nothing came for three intervals, and at least this long (milliseconds). */
const shortestPatience = 10_000

export type FreshnessState = 'EMPTY' | 'LIVE' | 'STALE'

export interface Freshness {
  readonly state: FreshnessState
  /** When the next point is due at the latest (epoch milliseconds); null until an interval is known. */
  readonly expectedBy: number | null
}

/** `lastAt` and `now` in epoch milliseconds, `interval` in milliseconds; null where unknown. */
export function freshness(lastAt: number | null, interval: number | null, now: number): Freshness {
  if (lastAt === null) return { state: 'EMPTY', expectedBy: null }
  if (interval === null) return { state: 'LIVE', expectedBy: null }
  const expectedBy = lastAt + Math.max(3 * interval, shortestPatience)
  return { state: now > expectedBy ? 'STALE' : 'LIVE', expectedBy }
}

import type { SeriesFields } from '../../graphql/series.ts'

export type Freshness = SeriesFields['freshness']['state']

/**
 * Whether a series is fresh at `now`, given its newest instant. How long it may be silent is what the API allowed at
 * the instant it answered for.
 */
export function freshnessOf(
  { freshness }: Pick<SeriesFields, 'freshness'>,
  newest: number | null,
  now: number,
): Freshness {
  if (newest === null) return 'EMPTY'
  if (freshness.lastAt === null || freshness.expectedBy === null)
    return freshness.state === 'EMPTY' ? 'LIVE' : freshness.state
  const patience = Date.parse(freshness.expectedBy) - Date.parse(freshness.lastAt)
  if (now <= newest + patience) return 'LIVE'
  return freshness.state === 'ARCHIVE' ? 'ARCHIVE' : 'STALE'
}

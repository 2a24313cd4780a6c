import type { AccuracyTotals } from '@seriema/domain/accuracy'
import { type SQL, sql } from 'drizzle-orm'
import { accuracy } from '../tables/accuracy.ts'

/** Days of UTC any of which lies between two instants (epoch milliseconds), the second exclusive; null: all on that side. */
export interface AccuracyWindow {
  readonly from: number | null
  readonly to: number | null
}

const day = 86_400_000

/** Cells of the days any of which lies in a window. */
export function daysOf({ from, to }: AccuracyWindow): SQL {
  const first = from === null ? null : new Date(Math.floor(from / day) * day).toISOString()
  const end = to === null ? null : new Date(to).toISOString()
  return sql`(${first}::timestamptz is null or ${accuracy.day} >= ${first}::timestamptz)
    and (${end}::timestamptz is null or ${accuracy.day} < ${end}::timestamptz)`
}

/** Totals of cells of one `name`. Their actuals vary around the mean of each series and channel, whose centre is its own. */
export const pooled = {
  /** What a subquery of cells selects beside its own. */
  columns: sql`${accuracy.seriesId}, ${accuracy.channel} as place, ${accuracy.count}, ${accuracy.error}, ${accuracy.absolute},
    ${accuracy.squared}, ${accuracy.relative}, ${accuracy.relativeCount}, ${accuracy.scaledError},
    ${accuracy.seasonalChange}, ${accuracy.deviation}, ${accuracy.deviationSquared}, ${accuracy.coverage}`,
  /** `summed` and `covered` of `named`, cells with a name. */
  byName: sql`parts as (
      select name, min(owner) as owner, min(day) as day, min(lead) as lead, min(forecaster) as forecaster,
        min(version_id) as version_id, min(channel) as channel, sum(count) as count, sum(error) as error,
        sum(absolute) as absolute, sum(squared) as squared, sum(relative) as relative, sum(relative_count) as relative_count,
        sum(scaled_error) as scaled_error, sum(seasonal_change) as seasonal_change,
        greatest(0, sum(deviation_squared) - sum(deviation) ^ 2 / sum(count)) as spread
      from named group by name, series_id, place
    ), summed as (
      select name, min(owner) as owner, min(day) as day, min(lead) as lead, min(forecaster) as forecaster,
        min(version_id) as version_id, min(channel) as channel, sum(count) as count, sum(error) as error,
        sum(absolute) as absolute, sum(squared) as squared, sum(relative) as relative, sum(relative_count) as relative_count,
        sum(scaled_error) as scaled_error, sum(seasonal_change) as seasonal_change, sum(spread) as spread
      from parts group by name
    ), covered as (
      select name, json_object_agg(level, json_build_array(inside, of)) as coverage
      from (
        select name, level, sum((said->>0)::float8) as inside, sum((said->>1)::float8) as of
        from named cross join lateral jsonb_each(coverage) as c (level, said) group by name, level) levels
      group by name
    )`,
  sums: sql`count, error, absolute, squared, relative, relative_count, scaled_error, seasonal_change, spread, coverage`,
}

export interface PooledRow {
  readonly count: number
  readonly error: number
  readonly absolute: number
  readonly squared: number
  readonly relative: number
  readonly relative_count: number
  readonly scaled_error: number
  readonly seasonal_change: number
  readonly spread: number
  readonly coverage: AccuracyTotals['coverage'] | null
}

export const readPooled = (row: PooledRow): AccuracyTotals => ({
  count: row.count,
  error: row.error,
  absolute: row.absolute,
  squared: row.squared,
  relative: row.relative,
  relativeCount: row.relative_count,
  scaledError: row.scaled_error,
  seasonalChange: row.seasonal_change,
  spread: row.spread,
  coverage: row.coverage ?? {},
})

import type { PointColumns } from '@seriema/domain/point'
import type { PointRange } from '@seriema/domain/range'
import type { Db } from '../database.ts'
import { inRange } from '../point.ts'
import type { Series } from '../series.ts'
import type { PointTexts } from './columns.ts'
import { numbers, pointTexts, readColumns } from './columns.ts'

/**
 * Of each of `spans` equal spans of time the points where a channel is lowest and highest, and the first and last point
 * of all: at most 2 · spans · channels + 2, oldest first. One pass over the range; PostgreSQL holds the spans, nobody the
 * points.
 */
export async function readExtremes(db: Db, series: Series, range: PointRange, spans: number): Promise<PointColumns> {
  const { sql } = db
  const channels = series.channels.map((_, c) => c + 1)
  const extremes = channels.flatMap(c =>
    ['min', 'max'].map(end => `(${end}(array[values[${c}], t]) filter (where values[${c}] <> 'NaN'))[2]`),
  )
  const [row] = await sql<PointTexts[]>`
    with chosen as materialized (
      select date_part('epoch', at)::float8 as t, values from (${inRange(sql, series, range)}) r),
    ends as (select min(t) as low, max(t) as high from chosen),
    spans as (
      select array[${sql.unsafe(extremes.join(','))}] as found
      from chosen, ends group by floor((t - low) / greatest(high - low, 1) * ${spans}::float8)),
    picked as (select distinct t from (
      select unnest(found) as t from spans union all select low from ends union all select high from ends) e
      where t is not null)
    select ${sql.unsafe(pointTexts)} from (
      select at, values from picked join points p
        on p.series_id = ${series.id} and p.at = to_timestamp(picked.t)::timestamptz(3) order by at) p`
  return readColumns(row!, series.channels.length)
}

/** The mean of the last `width` points at each of `times`, per channel, over the values that are there; NaN where none is. */
export async function readRollingMeans(
  db: Db,
  series: Series,
  times: Float64Array,
  width: number,
): Promise<Float64Array[]> {
  const { sql } = db
  const means = series.channels.map((_, c) => `coalesce(avg(nullif(values[${c + 1}], 'NaN')), 'NaN')`)
  const [row] = await sql<{ means: string | null }[]>`
    select array_to_string(array_agg(m.means), ',') as means
    from unnest(${`{${times.join(',')}}`}::float8[]) as u (t) cross join lateral (
      select array[${sql.unsafe(means.join(','))}] as means from (
        select values from points where series_id = ${series.id} and at <= to_timestamp(u.t / 1000)::timestamptz(3)
        order by at desc limit ${width}) w) m`
  const flat = numbers(row!.means)
  return series.channels.map((_, c) => Float64Array.from(times, (_, i) => flat[i * series.channels.length + c]!))
}

export interface ChannelSummary {
  readonly count: number
  readonly missing: number
  readonly mean: number | null
  readonly standardDeviation: number | null
  readonly minimum: number | null
  readonly maximum: number | null
  readonly median: number | null
  /** The most recent value that is there. */
  readonly last: number | null
}

/** Per channel, computed where the points are. */
export async function summarisePoints(db: Db, series: Series, range: PointRange): Promise<ChannelSummary[]> {
  const { sql } = db
  const [figures, rows] = await Promise.all([
    sql<(ChannelSummary & { total: number })[]>`
      select count(v) as count, count(*) as total, avg(v) as mean, stddev_samp(v) as "standardDeviation",
        min(v) as minimum, max(v) as maximum, percentile_cont(0.5) within group (order by v) as median
      from (select c, nullif(values[c], 'NaN') as v
        from (${inRange(sql, series, range)}) r, generate_series(1, ${series.channels.length}) c) s
      group by c order by c`,
    Promise.all(
      series.channels.map(
        (_, c) => sql<{ last: number }[]>`
          select values[${c + 1}::int] as last from (${inRange(sql, series, range)}) r
          where values[${c + 1}::int] <> 'NaN' order by at desc limit 1`,
      ),
    ),
  ])
  return figures.map(({ total, ...figure }, c) => ({
    ...figure,
    missing: total - figure.count,
    last: rows[c]![0]?.last ?? null,
  }))
}

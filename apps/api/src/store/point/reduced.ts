import { counterPlaces } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import type { CounterView, PointRange } from '@seriema/domain/range'
import { inOwnUnit } from '@seriema/ml/series/sane-scale'
import type { Db } from '../database.ts'
import { inRange } from '../point.ts'
import { type Series, samplingInterval } from '../series.ts'
import type { PointTexts } from './columns.ts'
import { numbers, pointTexts, readColumns } from './columns.ts'
import { asWatched } from './reading.ts'

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
  const [[row], scale] = await unlessTooLarge(async scale => {
    const means = series.channels.map((_, c) => `coalesce(avg(nullif(values[${c + 1}], 'NaN') * ${scale}), 'NaN')`)
    return sql<{ means: string | null }[]>`
    select array_to_string(array_agg(m.means), ',') as means
    from unnest(${`{${times.join(',')}}`}::float8[]) as u (t) cross join lateral (
      select array[${sql.unsafe(means.join(','))}] as means from (
        select values from points where series_id = ${series.id} and at <= to_timestamp(u.t / 1000)::timestamptz(3)
        order by at desc limit ${width}) w) m`
  })
  const flat = inOwnUnit(Float64Array.from(numbers(row!.means)), scale)
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

/** Fewest steps that a rate is divided by; see `domain/counter`. */
const closest = 0.5

/** Per channel, computed where the points are. Rates of counters are by steps as long as those of the series are on average. */
export async function summarisePoints(
  db: Db,
  series: Series,
  range: PointRange,
  view: CounterView = 'reading',
): Promise<ChannelSummary[]> {
  const { sql } = db
  const step = samplingInterval(series)
  const counters = view === 'rate' && step !== null ? counterPlaces(series.channels).map(c => c + 1) : []
  const values = (scale: number) => {
    const readings = sql`select c, at, nullif(values[c], 'NaN') * ${scale}::float8 as v
      from (${inRange(sql, series, range)}) r, generate_series(1, ${series.channels.length}) c`
    if (counters.length === 0) return readings
    return sql`select c, case when c <> all(${sql.array(counters, 23)}::int[]) then v
        else (case when v >= b then v - b when v < b then greatest(v, 0) end) / greatest(${closest}::float8, steps) end as v
      from (select c, v, lag(v) over own as b,
          extract(epoch from at - lag(at) over own)::float8 * 1000 / ${step}::float8 as steps
        from (${readings}) q window own as (partition by c, v is null order by at)) w`
  }
  const [[figures, scale], rows] = await Promise.all([
    unlessTooLarge(
      scale => sql<(ChannelSummary & { total: number })[]>`
      select count(v) as count, count(*) as total, avg(v) as mean, stddev_samp(v) as "standardDeviation",
        min(v) as minimum, max(v) as maximum, percentile_cont(0.5) within group (order by v) as median
      from (${values(scale)}) s group by c order by c`,
    ),
    Promise.all(
      series.channels.map(
        (_, c) => sql<{ last: number; at: number }[]>`
          select values[${c + 1}::int] as last, date_part('epoch', at) * 1000 as at from (${inRange(sql, series, range)}) r
          where values[${c + 1}::int] <> 'NaN' order by at desc limit 1`,
      ),
    ),
  ])
  const lasts = await Promise.all(
    rows.map(async ([row], c) => {
      if (row === undefined || !counters.includes(c + 1)) return row?.last ?? null
      const channels = series.channels.map((_, other) => Float64Array.of(other === c ? row.last : Number.NaN))
      const { channels: watched } = await asWatched(db, series, {
        times: Float64Array.of(Math.round(row.at)),
        channels,
      })
      return Number.isNaN(watched[c]![0]!) ? null : watched[c]![0]!
    }),
  )
  const own = (figure: number | null) => (figure === null ? null : inOwnUnit(Float64Array.of(figure), scale)[0]!)
  return figures.map(({ total, count, mean, standardDeviation, minimum, maximum, median }, c) => ({
    count,
    missing: total - count,
    mean: own(mean),
    standardDeviation: own(standardDeviation),
    minimum: own(minimum),
    maximum: own(maximum),
    median: own(median),
    last: lasts[c]!,
  }))
}

/** Makes the squares of any value ones that doubles hold. */
const small = 2 ** -600

/**
 * What is computed from values as they are, and 1; where PostgreSQL refuses since a square is larger than doubles hold,
 * what is computed from them multiplied by a power of two, and that.
 */
async function unlessTooLarge<T>(compute: (scale: number) => PromiseLike<T>): Promise<readonly [T, number]> {
  try {
    return [await compute(1), 1]
  } catch (error) {
    if (!isOutOfRange(error)) throw error
    return [await compute(small), small]
  }
}

const isOutOfRange = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '22003'

import type { PointColumns } from '@seriema/domain/point'
import type { PointRange } from '@seriema/domain/range'
import type { Db, Statements } from './database.ts'
import type { PointTexts } from './point/columns.ts'
import { numbers, pointTexts, readColumns } from './point/columns.ts'
import type { Series } from './series.ts'

export interface ArrivalRange {
  readonly seriesId: number
  /** Both inclusive. */
  readonly fromSeq: number
  readonly toSeq: number
}

/** In order of arrival: `seqs` ascending, times not necessarily. */
export interface Arrivals extends PointColumns {
  readonly seriesId: number
  readonly seqs: Float64Array
}

export interface LatestPoint {
  readonly at: number
  /** One per channel, NaN where it is missing. */
  readonly values: Float64Array
}

/** The rows (`at`, `values`) of a range, as a subquery. */
export function inRange(sql: Statements, series: Series, { from, to, last }: PointRange) {
  return sql`select at, values from points where series_id = ${series.id}
    ${from == null ? sql`` : sql`and at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3)`}
    ${to == null ? sql`` : sql`and at < to_timestamp(${to / 1_000}::float8)::timestamptz(3)`}
    ${last == null ? sql`` : sql`order by at desc limit ${last}`}`
}

/** Oldest first. */
export async function readPoints(db: Db, series: Series, range: PointRange): Promise<PointColumns> {
  const { sql } = db
  const rows = inRange(sql, series, range)
  const [row] = await sql<PointTexts[]>`
    select ${sql.unsafe(pointTexts)} from (${range.last == null ? sql`${rows} order by at` : rows}) p`
  return readColumns(row!, series.channels.length, range.last != null)
}

/** How many points a range holds; counted only where the series' own figures do not tell. */
export async function countPoints(db: Db, series: Series, range: PointRange): Promise<number> {
  const { from, to, last } = range
  const most = last ?? Number.POSITIVE_INFINITY
  const begins = from == null || (series.firstAt !== null && from <= series.firstAt)
  const ends = to == null || (series.lastAt !== null && to > series.lastAt)
  if (begins && ends) return Math.min(series.pointCount, most)
  const { sql } = db
  const [row] = await sql<{ count: number }[]>`select count(*) from (${inRange(sql, series, range)}) r`
  return row!.count
}

/** The newest point of each series by time; series without points are left out. */
export async function readLatest(db: Db, seriesIds: readonly number[]): Promise<Map<number, LatestPoint>> {
  const { sql } = db
  const rows = await sql<{ id: number; at: number; values: string }[]>`
    select s.id, date_part('epoch', p.at) * 1000 as at, array_to_string(p.values, ',') as values
    from unnest(${sql.array([...seriesIds], 23)}::int[]) as s (id)
    cross join lateral (select at, values from points where series_id = s.id order by at desc limit 1) p`
  return new Map(rows.map(row => [row.id, { at: Math.round(row.at), values: numbers(row.values) }]))
}

/** The `last` points of many series in one statement, oldest first; a series without points has none. */
export async function readTails(
  db: Db,
  seriesIds: readonly number[],
  last: number,
): Promise<Map<number, PointColumns>> {
  const tails = await readSeriesTails(db, seriesIds, last)
  return new Map([...tails].map(([id, { points }]) => [id, points]))
}

/** What arrived under these numbers, one answer per range in the order asked; replaced points have moved on. */
export async function readArrivals(db: Db, ranges: readonly ArrivalRange[]): Promise<readonly Arrivals[]> {
  if (ranges.length === 0) return []
  const { sql } = db
  const column = (pick: (range: ArrivalRange) => number) => sql.array(ranges.map(pick), 20)
  const rows = await sql<(PointTexts & { id: number; seqs: string | null; channels: number | null })[]>`
    select r.id, t.seqs, t.times, t.values, jsonb_array_length(s.channels) as channels
    from unnest(${column(r => r.seriesId)}::int8[], ${column(r => r.fromSeq)}::int8[], ${column(r => r.toSeq)}::int8[])
      with ordinality as r (id, from_seq, to_seq, place)
    left join series s on s.id = r.id
    cross join lateral (select array_to_string(array_agg(seq), ',') as seqs, ${sql.unsafe(pointTexts)} from (
      select seq, at, values from points where series_id = r.id and seq between r.from_seq and r.to_seq order by seq) p) t
    order by r.place`
  return rows.map(row => ({
    seriesId: row.id,
    seqs: numbers(row.seqs),
    ...readColumns(row, row.channels ?? 0),
  }))
}

/** The newest points of a series with what the series was when they were read. */
export interface SeriesTail {
  readonly lastSeq: number
  readonly pointCount: number
  readonly points: PointColumns
}

/** The `last` points, oldest first, and the count of arrivals they stand for, all of one moment. */
export async function readTail(db: Db, series: Series, last: number): Promise<SeriesTail> {
  const tail = (await readSeriesTails(db, [series.id], last)).get(series.id)
  if (tail !== undefined) return tail
  return { lastSeq: 0, pointCount: 0, points: readColumns({ times: null, values: null }, series.channels.length) }
}

/** The same of many by one statement; a series that is not there (any more) is left out. */
export async function readSeriesTails(
  db: Db,
  seriesIds: readonly number[],
  last: number,
): Promise<Map<number, SeriesTail>> {
  const { sql } = db
  const rows = await sql<(PointTexts & { id: number; channels: number; last_seq: number; point_count: number })[]>`
    select s.id, jsonb_array_length(s.channels) as channels, s.last_seq, s.point_count, t.times, t.values
    from series s cross join lateral (select ${sql.unsafe(pointTexts)} from (
      select at, values from points where series_id = s.id order by at desc limit ${last}) p) t
    where s.id = any(${sql.array([...seriesIds], 23)})`
  return new Map(
    rows.map(row => [
      row.id,
      { lastSeq: row.last_seq, pointCount: row.point_count, points: readColumns(row, row.channels, true) },
    ]),
  )
}

/** What is stored at these instants (ascending epoch milliseconds), oldest first. */
export async function readStored(db: Db, series: Series, times: Float64Array): Promise<PointColumns> {
  const { sql } = db
  const [row] = await sql<PointTexts[]>`select ${sql.unsafe(pointTexts)} from (
    select p.at, p.values from unnest(${`{${times.join(',')}}`}::float8[]) with ordinality as u (t, place)
    join points p on p.series_id = ${series.id} and p.at = to_timestamp(u.t / 1000)::timestamptz(3)
    order by u.place) p`
  return readColumns(row!, series.channels.length)
}

/** The points from `from` to `to` (both inclusive, at most `limit`) and the `before` points before them, oldest first. */
export async function readAround(
  db: Db,
  series: Series,
  range: { readonly from: number; readonly to: number; readonly before: number; readonly limit: number },
): Promise<PointColumns> {
  const { sql } = db
  const start = sql`to_timestamp(${range.from / 1_000}::float8)::timestamptz(3)`
  const [row] = await sql<PointTexts[]>`select ${sql.unsafe(pointTexts)} from (select * from (
    (select at, values from points where series_id = ${series.id} and at < ${start} order by at desc limit ${range.before})
    union all
    (select at, values from points where series_id = ${series.id} and at >= ${start}
      and at <= to_timestamp(${range.to / 1_000}::float8)::timestamptz(3) order by at limit ${range.limit})
    ) a order by at) p`
  return readColumns(row!, series.channels.length)
}

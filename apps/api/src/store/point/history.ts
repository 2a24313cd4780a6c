import type { PointColumns } from '@seriema/domain/point'
import type { Db } from '../database.ts'
import type { Series } from '../series.ts'
import type { PointTexts } from './columns.ts'
import { numbers, pointTexts, readColumns } from './columns.ts'

export interface HistoryRange {
  /** Exclusive, epoch milliseconds; null: from the first point on. */
  readonly after: number | null
  /** Only what had arrived when the last arrival bore this number; replaced points have moved on. */
  readonly seq: number
  readonly limit: number
}

/** The first points after an instant, oldest first, leaving out what came later. */
export async function readHistory(db: Db, series: Series, { after, seq, limit }: HistoryRange): Promise<PointColumns> {
  const { sql } = db
  const [row] = await sql<PointTexts[]>`select ${sql.unsafe(pointTexts)} from (
    select at, values from points where series_id = ${series.id} and seq <= ${seq}::int8
      and at > to_timestamp(${(after ?? -1) / 1_000}::float8)::timestamptz(3)
    order by at limit ${limit}) p`
  return readColumns(row!, series.channels.length)
}

/** Where judging begins that is to say what it finds from an instant on. */
export interface Beginning {
  /** The instant of the last point not looked at at all, epoch milliseconds; null where all are. */
  readonly after: number | null
  /** Points up to there, and from the instant on. */
  readonly before: number
  readonly told: number
}

/** So many points before an instant, or all there are; of what had arrived when the last arrival bore this number. */
export async function beginningOf(
  { sql }: Db,
  seriesId: number,
  from: number,
  learnt: number,
  seq: number,
): Promise<Beginning> {
  const [row] = await sql<{ after: number | null; before: number; told: number }[]>`
    with these as (select at from points where series_id = ${seriesId} and seq <= ${seq}::int8),
      since as (select to_timestamp(${from / 1_000}::float8)::timestamptz(3) as at),
      last as (select at from these where at < (select at from since) order by at desc offset ${learnt} limit 1)
    select date_part('epoch', (select at from last)) * 1000 as after,
      (select count(*) from these where at <= (select at from last))::int8 as before,
      (select count(*) from these where at >= (select at from since))::int8 as told`
  const { after, before, told } = row!
  return { after: after === null ? null : Math.round(after), before, told }
}

/** At which of these instants there is a point that had arrived when the last arrival bore this number. */
export async function arrivedBy(
  db: Db,
  seriesId: number,
  times: readonly number[],
  seq: number,
): Promise<ReadonlySet<number>> {
  if (times.length === 0) return new Set()
  const { sql } = db
  const [row] = await sql<{ times: string | null }[]>`
    select array_to_string(array_agg(date_part('epoch', p.at) * 1000), ',') as times
    from unnest(${`{${times.join(',')}}`}::float8[]) as u (t)
    join points p on p.series_id = ${seriesId} and p.at = to_timestamp(u.t / 1000)::timestamptz(3)
    where p.seq <= ${seq}::int8`
  return new Set(numbers(row!.times).map(Math.round))
}

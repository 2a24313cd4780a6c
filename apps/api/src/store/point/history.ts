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

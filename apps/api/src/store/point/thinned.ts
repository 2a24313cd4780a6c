import type { PointColumns } from '@seriema/domain/point'
import type { Db } from '../database.ts'
import type { Series } from '../series.ts'
import { type PointTexts, pointTexts, readColumns } from './columns.ts'

/** Every `nth` point of a range (from inclusive, to exclusive, epoch milliseconds), oldest first. */
export async function readThinned(
  { sql }: Db,
  series: Series,
  { from, to }: { readonly from: number; readonly to: number },
  nth: number,
): Promise<PointColumns> {
  const [row] = await sql<PointTexts[]>`select ${sql.unsafe(pointTexts)} from (
    select at, values from (
      select at, values, row_number() over (order by at) as place from points where series_id = ${series.id}
        and at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3) and at < to_timestamp(${to / 1_000}::float8)::timestamptz(3)
    ) r where (place - 1) % ${nth} = 0 order by at) p`
  return readColumns(row!, series.channels.length)
}

import type { Db } from '../database.ts'

/** Points of one series that came together: their arrival numbers, both ends inclusive. */
export interface CameRange {
  readonly seriesId: number
  readonly fromSeq: number
  readonly toSeq: number
  /** Points among them that took the place of others. */
  readonly replaced: number
  /** Whether the series was made for them. */
  readonly made: boolean
}

/** Remembers what came with an import; a range goes on where the one before it ends. One statement. */
export async function addRanges(tx: Db, importId: string, came: readonly CameRange[]): Promise<void> {
  if (came.length === 0) return
  const { sql } = tx
  const numbers = (pick: (range: CameRange) => number) => `{${came.map(pick).join(',')}}`
  await sql`
    with came as (select * from unnest(${numbers(r => r.seriesId)}::int[], ${numbers(r => r.fromSeq)}::int8[],
        ${numbers(r => r.toSeq)}::int8[], ${numbers(r => r.replaced)}::int8[], ${`{${came.map(r => r.made).join(',')}}`}::bool[])
        as u (series_id, from_seq, to_seq, replaced, made)),
      grown as (update import_ranges r set to_seq = c.to_seq, replaced = r.replaced + c.replaced from came c
        where r.import_id = ${importId} and r.series_id = c.series_id and r.to_seq = c.from_seq - 1
        returning r.series_id)
    insert into import_ranges (import_id, series_id, from_seq, to_seq, replaced, made)
    select ${importId}::uuid, series_id, from_seq, to_seq, replaced, made from came
    where series_id not in (select series_id from grown)`
}

/** What came with an import and was recorded, beside what of it is there still. */
export interface CameWith {
  /** Series that are there. */
  readonly seriesIds: readonly number[]
  /** Keys of those made for the import. */
  readonly made: readonly string[]
  readonly points: number
  readonly there: number
  readonly replaced: number
}

export async function countCame({ sql }: Db, importId: string): Promise<CameWith> {
  const rows = await sql<{ id: number; key: string; made: boolean; points: number; there: number; replaced: number }[]>`
    select s.id, s.key, bool_or(r.made) as made, sum(r.to_seq - r.from_seq + 1)::int8 as points,
      sum(r.replaced)::int8 as replaced, sum((select count(*) from points p
        where p.series_id = r.series_id and p.seq between r.from_seq and r.to_seq))::int8 as there
    from import_ranges r join series s on s.id = r.series_id and not s.doomed
    where r.import_id = ${importId} group by s.id, s.key order by s.id`
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + pick(row), 0)
  return {
    seriesIds: rows.map(({ id }) => id),
    made: rows.filter(({ made }) => made).map(({ key }) => key),
    points: sum(row => row.points),
    there: sum(row => row.there),
    replaced: sum(row => row.replaced),
  }
}

/** By series, and in each by arrival; of those that are not gone for good. */
export const readRanges = async ({ sql }: Db, importId: string): Promise<CameRange[]> =>
  sql<CameRange[]>`select r.series_id as "seriesId", from_seq as "fromSeq", to_seq as "toSeq", replaced, made
    from import_ranges r
    join series s on s.id = r.series_id and not s.doomed
    where r.import_id = ${importId} order by r.series_id, r.from_seq`

/** Anomalies found in points that came with an import and are there. */
export async function countFound({ sql }: Db, importId: string): Promise<number> {
  const [row] = await sql<{ found: number }[]>`
    select count(*)::int8 as found from anomalies a join points p on p.series_id = a.series_id and p.at = a.at
    where a.series_id in (select series_id from import_ranges where import_id = ${importId})
      and exists (select from import_ranges r where r.import_id = ${importId} and r.series_id = p.series_id
        and p.seq between r.from_seq and r.to_seq)`
  return row!.found
}

import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'
import type { ArrivalRange } from '../point.ts'

/** What the point of an instant was compared with. */
export interface Compared {
  readonly seriesId: number
  readonly at: number
  /** One per channel, as it is watched; NaN where it is missing. */
  readonly actual: readonly number[]
  readonly pairs: readonly {
    readonly forecastId: number
    readonly steps: number
    /** What came a season before, one per channel. */
    readonly before: readonly number[]
  }[]
}

/** JSON has no NaN, and no infinity; PostgreSQL reads both as text. */
export const written = (value: number): number | string => (Number.isFinite(value) ? value : String(value))

/** In place of what these points were compared with before; one that is compared with nothing is not kept. */
export async function keepCompared({ sql }: Db, all: readonly Compared[]): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(({ seriesId, at, actual, pairs }) => ({
    series_id: seriesId,
    at: new Date(at).toISOString(),
    actual: actual.map(written),
    forecasts: pairs.map(one => one.forecastId),
    steps: pairs.map(one => one.steps),
    befores: pairs.flatMap(one => one.before.map(written)),
  }))
  await sql`
    insert into accuracy_compared (series_id, at, actual, forecasts, steps, befores)
    select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (series_id int, at timestamptz, actual float8[], forecasts int8[], steps int[], befores float8[])
    on conflict (series_id, at) do update set actual = excluded.actual, forecasts = excluded.forecasts,
      steps = excluded.steps, befores = excluded.befores`
}

/** What was compared before these instants is no longer kept. */
export async function forgetBefore(
  { sql }: Db,
  all: readonly { readonly seriesId: number; readonly keepFrom: number }[],
): Promise<void> {
  await sql`
    delete from accuracy_compared c
    using unnest(${sql.array(
      all.map(one => one.seriesId),
      23,
    )}::int[], ${`{${all.map(one => one.keepFrom).join(',')}}`}::float8[]) as u (id, "from")
    where c.series_id = u.id and c.at < to_timestamp(u.from / 1000)`
}

interface ComparedRow {
  readonly series_id: number
  readonly at: number
  readonly actual: string
  readonly forecasts: string
  readonly steps: string
  readonly befores: string
}

const comparedColumns = `c.series_id, date_part('epoch', c.at) * 1000 as at, array_to_string(c.actual, ',') as actual,
  array_to_string(c.forecasts, ',') as forecasts, array_to_string(c.steps, ',') as steps,
  array_to_string(c.befores, ',') as befores`

/** What points at these instants were compared with, of those that were. */
export async function findCompared(
  { sql }: Db,
  all: readonly { readonly seriesId: number; readonly at: number }[],
): Promise<Compared[]> {
  if (all.length === 0) return []
  const rows = await sql<ComparedRow[]>`
    select ${sql.unsafe(comparedColumns)}
    from unnest(${`{${all.map(one => one.seriesId).join(',')}}`}::int[],
      ${`{${all.map(one => one.at).join(',')}}`}::float8[]) as u (series_id, at)
    join accuracy_compared c on c.series_id = u.series_id and c.at = to_timestamp(u.at / 1000)::timestamptz(3)`
  return rows.map(readCompared)
}

/** Of the points that arrived under these numbers, of those that were compared. */
export async function comparedArrivals({ sql }: Db, { seriesId, fromSeq, toSeq }: ArrivalRange): Promise<Compared[]> {
  const rows = await sql<ComparedRow[]>`
    select ${sql.unsafe(comparedColumns)}
    from accuracy_compared c join points p on p.series_id = c.series_id and p.at = c.at
    where c.series_id = ${seriesId} and p.seq between ${fromSeq}::int8 and ${toSeq}::int8`
  return rows.map(readCompared)
}

function readCompared(row: ComparedRow): Compared {
  const [actual, steps, befores] = [row.actual, row.steps, row.befores].map(text => [...numbers(text)])
  const pairs = [...numbers(row.forecasts)].map((forecastId, i) => ({
    forecastId,
    steps: steps![i]!,
    before: befores!.slice(i * actual!.length, (i + 1) * actual!.length),
  }))
  return { seriesId: row.series_id, at: Math.round(row.at), actual: actual!, pairs }
}

export async function forgetCompared({ sql }: Db, all: readonly Compared[]): Promise<void> {
  await sql`
    delete from accuracy_compared c
    using unnest(${`{${all.map(one => one.seriesId).join(',')}}`}::int[],
      ${`{${all.map(one => one.at).join(',')}}`}::float8[]) as u (id, at)
    where c.series_id = u.id and c.at = to_timestamp(u.at / 1000)::timestamptz(3)`
}

import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'

const names = ['base', 'trend', 'season', 'noise', 'injected'] as const

/** How many values are kept with each value of a point. */
export const columnsOfTruth = names.length

/** What values are the sum of: one column per channel, as long as the instants beside it. */
export type TruthColumns = Readonly<Record<(typeof names)[number], Float64Array>>

export interface Truth {
  readonly times: Float64Array
  readonly channels: readonly TruthColumns[]
}

/** Truth on its way in. */
export interface SeriesTruth {
  readonly seriesId: number
  /** Arrival number that the points it tells of come after. */
  readonly afterSeq: number
  readonly truth: Truth
}

/** Of the points just stored alone: where somebody else's was there before, nothing is known of it. */
export async function insertTruth(tx: Db, made: readonly SeriesTruth[]): Promise<void> {
  const { sql } = tx
  const each = <T>(pick: (one: SeriesTruth, point: number) => T): T[] =>
    made.flatMap(one => Array.from(one.truth.times, (_, point) => pick(one, point)))
  const column = (name: (typeof names)[number]) =>
    sql.array(
      each(({ truth }, point) => `{${truth.channels.map(channel => channel[name][point]).join(',')}}`),
      25,
    )
  await sql`
    insert into generated_points (series_id, at, base, trend, season, noise, injected)
    select t.id, p.at, base::float8[], trend::float8[], season::float8[], noise::float8[], injected::float8[]
    from unnest(${sql.array(
      each(one => one.seriesId),
      23,
    )}::int[],
      ${sql.array(
        each(one => one.afterSeq),
        20,
      )}::int8[],
      ${sql.array(
        each((one, point) => one.truth.times[point]!),
        701,
      )}::float8[],
      ${column('base')}::text[], ${column('trend')}::text[], ${column('season')}::text[], ${column('noise')}::text[],
      ${column('injected')}::text[]) as t (id, after_seq, t, base, trend, season, noise, injected)
    join points p on p.series_id = t.id and p.at = to_timestamp(t.t / 1000)::timestamptz(3) and p.seq > t.after_seq
    on conflict do nothing`
}

export interface TruthRange {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  readonly last?: number | null | undefined
}

/** Of the points that are stored, oldest first; `from` inclusive, `to` exclusive, the `last` so many of them. */
export async function readTruth(db: Db, seriesId: number, channels: number, range: TruthRange): Promise<Truth> {
  const { sql } = db
  const { from, to, last } = range
  const column = (name: string) => sql`array_to_string(array_agg(${sql(name)} order by at), ',') as ${sql(name)}`
  const [row] = await sql<Record<string, string | null>[]>`
    select array_to_string(array_agg(date_part('epoch', at) * 1000 order by at), ',') as times, ${column('base')},
      ${column('trend')}, ${column('season')}, ${column('noise')}, ${column('injected')}
    from (select g.* from generated_points g join points p using (series_id, at) where g.series_id = ${seriesId}
      ${from == null ? sql`` : sql`and at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3)`}
      ${to == null ? sql`` : sql`and at < to_timestamp(${to / 1_000}::float8)::timestamptz(3)`}
      order by at desc ${last == null ? sql`` : sql`limit ${last}`}) t`
  const times = numbers(row!.times!).map(Math.round)
  const flat = names.map(name => [name, numbers(row![name]!)] as const)
  return {
    times,
    channels: Array.from(
      { length: channels },
      (_, channel) =>
        Object.fromEntries(
          flat.map(([name, all]) => [name, times.map((_, i) => all[i * channels + channel]!)]),
        ) as unknown as TruthColumns,
    ),
  }
}

import type { Row } from 'postgres'
import type { Db } from './database.ts'
import { statements } from './database.ts'
import type { Truth } from './generator/truth.ts'

/** Point i of a generator is at `startedAt` + i · interval (epoch milliseconds); `generated` counts those made. */
export interface StoredGenerator {
  readonly seriesId: number
  readonly settings: Readonly<Record<string, number>>
  readonly running: boolean
  readonly startedAt: number
  readonly generated: number
}

/** A running generator with what its series says of it. */
export interface RunningGenerator extends StoredGenerator {
  readonly key: string
  readonly channels: number
}

const columns = `g.series_id, g.settings, g.running, date_part('epoch', g.started_at) * 1000 as started_at, g.generated`

/** Those that exist, in no particular order. */
export async function findGenerators(db: Db, seriesIds: readonly number[]): Promise<StoredGenerator[]> {
  const sql = statements(db)
  const rows = await sql`select ${sql.unsafe(columns)} from generators g
    where g.series_id = any(${sql.array([...seriesIds], 23)})`
  return rows.map(readGenerator)
}

/** Locked until the end of the transaction. */
export async function lockGenerator(tx: Db, seriesId: number): Promise<StoredGenerator | null> {
  const sql = statements(tx)
  const [row] = await sql`select ${sql.unsafe(columns)} from generators g where g.series_id = ${seriesId} for update`
  return row === undefined ? null : readGenerator(row)
}

export async function saveGenerator(tx: Db, generator: StoredGenerator): Promise<void> {
  const { seriesId, settings, running, startedAt, generated } = generator
  const sql = statements(tx)
  await sql`
    insert into generators (series_id, settings, running, started_at, generated)
    values (${seriesId}, ${JSON.stringify(settings)}::text::jsonb, ${running}, to_timestamp(${startedAt / 1_000}::float8),
      ${generated})
    on conflict (series_id) do update set settings = excluded.settings, running = excluded.running,
      started_at = excluded.started_at, generated = excluded.generated`
}

export async function listRunning(db: Db): Promise<RunningGenerator[]> {
  const sql = statements(db)
  const rows = await sql`select ${sql.unsafe(columns)}, s.key, jsonb_array_length(s.channels) as channels
    from generators g join series s on s.id = g.series_id where g.running order by g.series_id`
  return rows.map(row => ({ ...readGenerator(row), key: row.key, channels: row.channels }))
}

export async function countRunning(db: Db): Promise<number> {
  const [row] = await statements(db)<{ count: number }[]>`select count(*) from generators where running`
  return row!.count
}

/** What a generator has made, and where it stands after it. */
export interface GeneratorMove {
  readonly from: RunningGenerator
  readonly startedAt: number
  readonly generated: number
  readonly truth: Truth
}

/**
 * Moves generators on. Returns how many stood where they were thought to, running: where that is not all, someone else
 * was there, and the caller's transaction is to be given up.
 */
export async function advanceGenerators(tx: Db, moves: readonly GeneratorMove[]): Promise<number> {
  const sql = statements(tx)
  const places = moves.map(({ from, startedAt, generated }) => ({
    ...{ id: from.seriesId, was_at: from.startedAt, was_generated: from.generated },
    ...{ started_at: startedAt, generated },
  }))
  const rows = await sql`
    update generators g set generated = m.generated, started_at = to_timestamp(m.started_at / 1000)
    from json_to_recordset(${JSON.stringify(places)}::text::json)
      as m (id int, was_at float8, was_generated int8, started_at float8, generated int8)
    where g.series_id = m.id and g.running and g.generated = m.was_generated
      and g.started_at = to_timestamp(m.was_at / 1000)::timestamptz(3)
    returning g.series_id`
  return rows.length
}

/**
 * Removes what a series holds, for whoever has its lock. Arrival numbers go on, one is left out: whoever keeps points of
 * the series at hand sees that they are no longer its.
 */
export async function clearHistory(tx: Db, seriesId: number): Promise<void> {
  const sql = statements(tx)
  await Promise.all([
    sql`delete from points where series_id = ${seriesId}`,
    sql`delete from generated_points where series_id = ${seriesId}`,
    sql`delete from anomalies where series_id = ${seriesId}`,
    sql`delete from forecasts where series_id = ${seriesId}`,
    sql`update series set point_count = 0, last_seq = last_seq + 1, first_at = null, last_at = null,
      inferred_interval = null where id = ${seriesId}`,
  ])
}

/** Whether no series was ever made here, not even one that is gone. */
export async function hadNoSeries(db: Db): Promise<boolean> {
  const [row] = await statements(db)<{ called: boolean }[]>`select is_called as called from series_id_seq`
  return !row!.called
}

const readGenerator = (row: Row): StoredGenerator => ({
  seriesId: row.series_id,
  settings: row.settings as Readonly<Record<string, number>>,
  running: row.running,
  startedAt: Math.round(row.started_at),
  generated: row.generated,
})

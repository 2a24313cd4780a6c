import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Truth } from './generator/truth.ts'
import { ofSeriesThere, there } from './series/deleted.ts'
import { generator as table } from './tables/generator.ts'
import { series } from './tables/series.ts'

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

/** Those that exist, in no particular order. */
export const findGenerators = async ({ query }: Db, seriesIds: readonly number[]): Promise<StoredGenerator[]> =>
  query.select().from(table).where(anyOf(table.seriesId, seriesIds))

/** Locked until the end of the transaction. */
export async function lockGenerator(tx: Db, seriesId: number): Promise<StoredGenerator | null> {
  const [row] = await tx.query.select().from(table).where(eq(table.seriesId, seriesId)).for('update')
  return row ?? null
}

/** Of a series that is new: it has one from its creation on, or never. */
export async function createGenerator(tx: Db, generator: StoredGenerator): Promise<void> {
  await tx.query.insert(table).values(generator)
}

export async function saveGenerator(tx: Db, { seriesId, ...held }: StoredGenerator): Promise<void> {
  await tx.query.update(table).set(held).where(eq(table.seriesId, seriesId))
}

export const listRunning = async ({ query }: Db): Promise<RunningGenerator[]> =>
  query
    .select({
      ...getTableColumns(table),
      key: series.key,
      channels: sql<number>`jsonb_array_length(${series.channels})`,
    })
    .from(table)
    .innerJoin(series, eq(series.id, table.seriesId))
    .where(and(eq(table.running, true), there))
    .orderBy(table.seriesId)

export const countRunning = (db: Db): Promise<number> =>
  db.query.$count(table, and(eq(table.running, true), ofSeriesThere(table.seriesId)))

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
  const places = moves.map(({ from, startedAt, generated }) => ({
    id: from.seriesId,
    was_at: new Date(from.startedAt),
    was_generated: from.generated,
    started_at: new Date(startedAt),
    generated,
  }))
  const moved = await tx.query
    .update(table)
    .set({ generated: sql`m.generated`, startedAt: sql`m.started_at` })
    .from(
      sql`json_to_recordset(${JSON.stringify(places)}::json)
        as m (id int, was_at timestamptz, was_generated int8, started_at timestamptz, generated int8)`,
    )
    .where(
      and(
        eq(table.seriesId, sql`m.id`),
        eq(table.running, true),
        ofSeriesThere(table.seriesId),
        eq(table.generated, sql`m.was_generated`),
        eq(table.startedAt, sql`m.was_at`),
      ),
    )
    .returning({ seriesId: table.seriesId })
  return moved.length
}

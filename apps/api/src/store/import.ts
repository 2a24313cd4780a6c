import type { ImportEnd, ImportProgress, ImportState } from '@seriema/domain/import'
import type { PageRequest } from '@seriema/domain/page'
import { and, eq, getTableColumns, inArray, lt, or, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { fileImport as table } from './tables/import.ts'

/** A file on its way in. Instants in epoch milliseconds. */
export interface Import extends ImportProgress {
  /** A random UUID. */
  readonly id: string
  /** Ascends in the order they were asked for. */
  readonly number: number
  readonly fileName: string
  readonly key: string
  readonly plan: unknown
  readonly state: ImportState
  readonly size: number | null
  readonly failure: string | null
  /** What was found out about the file, as whoever opened it wrote it; null until then. */
  readonly detected: unknown
  /** What was read another way or not at all. */
  readonly notes: unknown
  /** Points taken back; null where it was not undone. */
  readonly removed: number | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

const columns = getTableColumns(table)

export async function createImport(
  db: Db,
  { id, fileName, key, plan, size }: Pick<Import, 'id' | 'fileName' | 'key' | 'plan' | 'size'>,
  now: number,
): Promise<Import> {
  const [row] = await db.query
    .insert(table)
    .values({ id, fileName, key, plan, size, state: 'waiting', rejections: [], seriesKeys: [], createdAt: now })
    .returning(columns)
  return row!
}

export async function findImport(db: Db, id: string): Promise<Import | null> {
  const [row] = await db.query.select(columns).from(table).where(eq(table.id, id))
  return row ?? null
}

/** From waiting to running, once; null where it was not waiting. */
export async function beginImport(db: Db, id: string, now: number): Promise<Import | null> {
  const [row] = await db.query
    .update(table)
    .set({ state: 'running', startedAt: now })
    .where(and(eq(table.id, id), eq(table.state, 'waiting')))
    .returning(columns)
  return row ?? null
}

/** Only who receives the file counts, even after someone else has ended the import: what was stored counts. */
export async function saveProgress(db: Db, id: string, progress: ImportProgress): Promise<Import> {
  const { bytesRead, rowsRead, stored, duplicates, conflicts, rejected, anomalies, rejections, seriesKeys } = progress
  const [row] = await db.query
    .update(table)
    .set({ bytesRead, rowsRead, stored, duplicates, conflicts, rejected, anomalies, rejections, seriesKeys })
    .where(eq(table.id, id))
    .returning(columns)
  return row!
}

/** What was found out about a file. Written by whoever receives it, like progress. */
export async function saveFindings(
  db: Db,
  id: string,
  { detected, notes }: { readonly detected: unknown; readonly notes: unknown },
): Promise<void> {
  await db.query.update(table).set({ detected, notes }).where(eq(table.id, id))
}

/** Ends an import that has not ended; null where it has. */
export async function endImport(
  db: Db,
  id: string,
  state: ImportEnd,
  failure: string | null,
  now: number,
): Promise<Import | null> {
  const [row] = await db.query
    .update(table)
    .set({ state, failure, finishedAt: now })
    .where(and(eq(table.id, id), inArray(table.state, ['waiting', 'running'])))
    .returning(columns)
  return row ?? null
}

/** Those being received somewhere, or said to be. */
export const listReceiving = async ({ query }: Db): Promise<Import[]> =>
  query.select(columns).from(table).where(eq(table.state, 'running'))

/** How many have got no file yet. */
export const countWaiting = ({ query }: Db): Promise<number> => query.$count(table, eq(table.state, 'waiting'))

/** Forgets those that ended before `ended`, and those that were started before `waiting` and never got a file. */
export async function pruneImports(db: Db, ended: number, waiting: number): Promise<void> {
  await db.query
    .delete(table)
    .where(or(lt(table.finishedAt, ended), and(eq(table.state, 'waiting'), lt(table.createdAt, waiting))))
}

/** Locked until the end of the transaction; null where there is none. */
export async function lockImport(tx: Db, id: string): Promise<Import | null> {
  const [row] = await tx.query.select(columns).from(table).where(eq(table.id, id)).for('no key update')
  return row ?? null
}

export async function markUndone(tx: Db, id: string, removed: number): Promise<Import> {
  const [row] = await tx.query
    .update(table)
    .set({ state: 'undone', removed })
    .where(eq(table.id, id))
    .returning(columns)
  return row!
}

export interface ImportFilter {
  readonly states?: readonly ImportState[] | null | undefined
  /** Those that went into a series of this key. */
  readonly series?: string | null | undefined
}

const newestFirst: Order = { by: table.createdAt, of: 'instant', id: table.number, descending: true }

/** Newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listImports(
  { query }: Db,
  { states, series }: ImportFilter,
  request: PageRequest = {},
): Promise<Page<Import>> {
  const { after, falling, limit } = startOf(request, newestFirst)
  const matching = and(
    states == null ? undefined : anyOf(table.state, states),
    series == null ? undefined : sql`${table.seriesKeys} @> ${sql.param([series])}::text[]`,
  )
  const [rows, count] = await Promise.all([
    query
      .select(columns)
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(newestFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(newestFirst, falling))
      .limit(limit),
    query.$count(table, matching),
  ])
  return toPage(request, rows, each => [each.createdAt, each.number], count)
}

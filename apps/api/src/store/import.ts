import type { ImportEnd, ImportProgress, ImportState } from '@seriema/domain/import'
import { and, eq, getTableColumns, inArray, lt, or } from 'drizzle-orm'
import type { Db } from './database.ts'
import { fileImport as table } from './tables/import.ts'

/** A file on its way in. Instants in epoch milliseconds. */
export interface Import extends ImportProgress {
  /** A random UUID. */
  readonly id: string
  readonly fileName: string
  readonly key: string
  readonly plan: unknown
  readonly state: ImportState
  readonly size: number | null
  readonly failure: string | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

const { createdAt: _, ...columns } = getTableColumns(table)

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

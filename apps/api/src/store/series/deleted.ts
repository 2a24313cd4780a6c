import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import { type AnyColumn, and, eq, isNotNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import type { Order, Page } from '../page.ts'
import { comesAfter, inOrder, startOf, toPage } from '../page.ts'
import { series as table } from '../tables/series.ts'

/** A series that is deleted and can be restored. Instants in epoch milliseconds. */
export interface DeletedSeries {
  readonly id: number
  readonly key: string
  readonly title: string | null
  readonly pointCount: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  readonly deletedAt: number
  /** Until then at least. */
  readonly restorableUntil: number
}

/** What everybody but those here reads: neither deleted nor on its way out. */
export const there: SQL = sql`(${table.deletedAt} is null and not ${table.doomed})`

const awaiting = and(isNotNull(table.deletedAt), sql`not ${table.doomed}`)

/** Whether a row that names its series belongs to one that is not deleted; those that are, are few. */
export const ofSeriesThere = (seriesId: AnyColumn<{ data: number }>): SQL =>
  sql`${seriesId} <> all(array(select ${table.id} from ${table} where ${table.deletedAt} is not null))`

/** What was deleted, for whoever tells of it. */
export interface Deletion {
  readonly id: number
  readonly key: string
  readonly title: string | null
  readonly pointCount: number
}

const deletion = { id: table.id, key: table.key, title: table.title, pointCount: table.pointCount }

/** From now on nothing finds it, and all of it stays. Waits for whoever writes to it. null where there is none. */
export async function hideSeries(tx: Db, key: string, now: number, restorableUntil: number): Promise<Deletion | null> {
  const [row] = await tx.query
    .update(table)
    .set({ deletedAt: now, restorableUntil })
    .where(and(eq(table.key, key), there))
    .returning(deletion)
  return row ?? null
}

/** Deletes it for good, be it deleted before or not: its key is free at once. null where there is none. */
export async function doomSeries(tx: Db, key: string, now: number): Promise<Deletion | null> {
  const [row] = await tx.query
    .update(table)
    .set({ deletedAt: now, restorableUntil: now, doomed: true })
    .where(and(eq(table.key, key), sql`not ${table.doomed}`))
    .returning(deletion)
  return row ?? null
}

/** Those whose time is over, or that of one key. Returns how many there were. */
export async function doomExpired(db: Db, now: number, key?: string): Promise<number> {
  const expired = await db.query
    .update(table)
    .set({ doomed: true })
    .where(and(awaiting, lte(table.restorableUntil, now), key === undefined ? undefined : eq(table.key, key)))
    .returning({ id: table.id })
  return expired.length
}

/** As it was when it was deleted. Whether there was one to restore. */
export async function unhideSeries(tx: Db, key: string): Promise<boolean> {
  const back = await tx.query
    .update(table)
    .set({ deletedAt: null, restorableUntil: null })
    .where(and(eq(table.key, key), awaiting))
    .returning({ id: table.id })
  return back.length > 0
}

/** Why no series can be made under a key, with the way out. */
export async function keyTaken(db: Db, key: string): Promise<Fault> {
  const [held] = await db.query
    .select({ until: table.restorableUntil })
    .from(table)
    .where(and(eq(table.key, key), awaiting))
  const message =
    held?.until == null
      ? `there is a series named ${key} already: choose another key`
      : `a series named ${key} was deleted and can be restored until ${new Date(held.until).toISOString()}: bring it back with restoreSeries, free its key with deleteSeries and forever, or choose another key`
  return new Fault('SERIES_EXISTS', message, { key })
}

const { firstAt, lastAt, deletedAt, restorableUntil } = table
const shown = { ...deletion, firstAt, lastAt, deletedAt, restorableUntil }

/** null where no series of this key is deleted and can be restored. */
export async function findDeleted({ query }: Db, key: string): Promise<DeletedSeries | null> {
  const [row] = await query
    .select(shown)
    .from(table)
    .where(and(eq(table.key, key), awaiting))
  return row === undefined ? null : readDeleted(row)
}

const lastDeletedFirst: Order = { by: table.deletedAt, of: 'instant', id: table.id, descending: true }

/** The one deleted last first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listDeleted({ query }: Db, request: PageRequest = {}): Promise<Page<DeletedSeries>> {
  const { after, falling, limit } = startOf(request, lastDeletedFirst)
  const [rows, count] = await Promise.all([
    query
      .select(shown)
      .from(table)
      .where(and(awaiting, after === null ? undefined : comesAfter(lastDeletedFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(lastDeletedFirst, falling))
      .limit(limit),
    query.$count(table, awaiting),
  ])
  return toPage(request, rows.map(readDeleted), one => [one.deletedAt, one.id], count)
}

const readDeleted = <Row extends { readonly deletedAt: number | null; readonly restorableUntil: number | null }>(
  row: Row,
) => ({
  ...row,
  deletedAt: row.deletedAt!,
  restorableUntil: row.restorableUntil!,
})

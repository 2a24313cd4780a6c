import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import type { ReceiverDefinition } from '@seriema/domain/receiver'
import { count, eq, getTableColumns, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { comesAfter, inOrder, type Order, type Page, startOf, toPage } from './page.ts'
import { receiver as table } from './tables/receiver.ts'

/** Where notices go, with its secrets as they are locked. Instants in epoch milliseconds. */
export type LockedReceiver = Readonly<typeof table.$inferSelect>

/** The same without secrets, as callers see it. */
export type Receiver = Omit<LockedReceiver, 'secrets'>

/** What is stored of one. */
export type ReceiverRow = Omit<ReceiverDefinition, 'secrets'> & Pick<LockedReceiver, 'notifier' | 'secrets'>

const { secrets: _locked, ...shown } = getTableColumns(table)

/** Those that exist, in no particular order. */
export const findReceivers = async ({ query }: Db, ids: readonly number[]): Promise<Receiver[]> =>
  query.select(shown).from(table).where(anyOf(table.id, ids))

export const countReceivers = async ({ query }: Db): Promise<number> =>
  (await query.select({ count: count() }).from(table))[0]!.count

/** By name. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listReceivers(db: Db, listing: PageRequest): Promise<Page<Receiver>> {
  const order: Order = { by: table.name, of: 'text', id: table.id, descending: false }
  const { after, falling, limit } = startOf(listing, order)
  const [rows, total] = await Promise.all([
    db.query
      .select(shown)
      .from(table)
      .where(after === null ? undefined : comesAfter(order, falling, after.value, after.id))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    countReceivers(db),
  ])
  return toPage(listing, rows, ({ name, id }) => [name, id], total)
}

/** Held until the end of the transaction. Throws RECEIVER_NOT_FOUND. */
export async function lockReceiver(tx: Db, id: number): Promise<LockedReceiver> {
  const [found] = await tx.query.select().from(table).where(eq(table.id, id)).for('update')
  if (found === undefined) throw receiverNotFound()
  return found
}

/** Throws RECEIVER_EXISTS. */
export async function insertReceiver(tx: Db, row: ReceiverRow, now: number): Promise<Receiver> {
  const [made] = await tx.query
    .insert(table)
    .values({ ...row, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning(shown)
  if (made === undefined) throw exists(row.name)
  return made
}

/** Throws RECEIVER_EXISTS. */
export async function saveReceiver(tx: Db, id: number, row: ReceiverRow, now: number): Promise<Receiver> {
  const [other] = await tx.query
    .select({ id: table.id })
    .from(table)
    .where(sql`${table.name} = ${row.name} and ${table.id} <> ${id}`)
  if (other !== undefined) throw exists(row.name)
  const [saved] = await tx.query
    .update(table)
    .set({ ...row, updatedAt: now })
    .where(eq(table.id, id))
    .returning(shown)
  return saved!
}

/** Its deliveries go with it. Throws RECEIVER_NOT_FOUND. */
export async function deleteReceiver(tx: Db, id: number): Promise<Receiver> {
  const [gone] = await tx.query.delete(table).where(eq(table.id, id)).returning(shown)
  if (gone === undefined) throw receiverNotFound()
  return gone
}

export const receiverNotFound = (): Fault =>
  new Fault('RECEIVER_NOT_FOUND', 'there is no receiver with this id (any more): `receivers` lists those there are')

const exists = (name: string): Fault =>
  new Fault('RECEIVER_EXISTS', `there is a receiver called ${name} already: choose another name, or change that one`)

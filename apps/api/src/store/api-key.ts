import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import { and, count, eq, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { comesAfter, inOrder, type Order, type Page, startOf, toPage } from './page.ts'
import { apiKey as table } from './tables/api-key.ts'

/** A key as it is kept. Instants in epoch milliseconds. */
export type ApiKey = typeof table.$inferSelect

/** Whether a key is taken at this instant. */
export const isValid = ({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: number): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now)

const validAt = (now: number): SQL | undefined =>
  and(isNull(table.revokedAt), or(isNull(table.expiresAt), gt(table.expiresAt, now)))

export async function insertApiKey(tx: Db, key: typeof table.$inferInsert): Promise<ApiKey> {
  const [made] = await tx.query.insert(table).values(key).returning()
  return made!
}

/** Those that exist, in no particular order. */
export const findApiKeys = async ({ query }: Db, ids: readonly number[]): Promise<ApiKey[]> =>
  query.select().from(table).where(anyOf(table.id, ids))

export async function findApiKeyByHandle({ query }: Db, handle: string): Promise<ApiKey | null> {
  const [found] = await query.select().from(table).where(eq(table.handle, handle))
  return found ?? null
}

/** Of these handles, those whose keys are taken at this instant. */
export async function validHandles({ query }: Db, handles: readonly string[], now: number): Promise<Set<string>> {
  const rows = await query
    .select({ handle: table.handle })
    .from(table)
    .where(and(anyOf(table.handle, handles), validAt(now)))
  return new Set(rows.map(({ handle }) => handle))
}

/** The newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listApiKeys({ query }: Db, listing: PageRequest): Promise<Page<ApiKey>> {
  const order: Order = { by: table.createdAt, of: 'instant', id: table.id, descending: true }
  const { after, falling, limit } = startOf(listing, order)
  const [rows, [counted]] = await Promise.all([
    query
      .select()
      .from(table)
      .where(after === null ? undefined : comesAfter(order, falling, after.value, after.id))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.select({ count: count() }).from(table),
  ])
  return toPage(listing, rows, ({ createdAt, id }) => [createdAt, id], counted!.count)
}

const notFound = () => new Fault('API_KEY_NOT_FOUND', 'there is no such key, or it is revoked: make a new one')

/** One that is not revoked. Throws API_KEY_NOT_FOUND. */
export async function requireApiKey(tx: Db, id: number): Promise<ApiKey> {
  const [found] = await tx.query
    .select()
    .from(table)
    .where(and(eq(table.id, id), isNull(table.revokedAt)))
    .for('update')
  if (found === undefined) throw notFound()
  return found
}

/** Only what `changes` names changes. Throws API_KEY_NOT_FOUND, also for one that is revoked. */
export async function updateApiKey(
  tx: Db,
  id: number,
  changes: Partial<Pick<ApiKey, 'name' | 'grants' | 'expiresAt' | 'revokedAt' | 'hash' | 'formerHash' | 'formerUntil'>>,
): Promise<ApiKey> {
  if (Object.keys(changes).length === 0) return requireApiKey(tx, id)
  const [changed] = await tx.query
    .update(table)
    .set(changes)
    .where(and(eq(table.id, id), isNull(table.revokedAt)))
    .returning()
  if (changed === undefined) throw notFound()
  return changed
}

/** Notes when a key was used, unless a use within the minute before is noted. */
export async function touchApiKey(db: Db, id: number, now: number): Promise<void> {
  await db.query
    .update(table)
    .set({ lastUsedAt: now })
    .where(and(eq(table.id, id), or(isNull(table.lastUsedAt), lt(table.lastUsedAt, now - 60_000))))
}

/** Some of the keys that are taken at this instant and may all there is, those in use first. */
export async function findAdminKeys({ query }: Db, now: number): Promise<ApiKey[]> {
  const admin = sql`${table.grants} @> '[{"role": "admin", "only": null}]'::jsonb`
  return query
    .select()
    .from(table)
    .where(and(validAt(now), admin))
    .orderBy(sql`${table.lastUsedAt} IS NULL`, table.id)
    .limit(100)
}

import { and, eq, isNull, lt, lte, or } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { ApiKey } from './api-key.ts'
import type { Db } from './database.ts'
import { apiKey } from './tables/api-key.ts'
import { session as table } from './tables/session.ts'

/** A session as it is kept. Instants in epoch milliseconds. */
export type Session = typeof table.$inferSelect

/** A session, and the key it was signed in with as that is now; null where it is by the OpenID provider, or gone. */
export interface KeyedSession {
  readonly session: Session
  readonly key: ApiKey | null
}

export async function insertSession(tx: Db, session: typeof table.$inferInsert): Promise<Session> {
  const [made] = await tx.query.insert(table).values(session).returning()
  return made!
}

const withKey = ({ query }: Db) =>
  query.select({ session: table, key: apiKey }).from(table).leftJoin(apiKey, eq(apiKey.handle, table.keyHandle))

export async function findSessionByHash(db: Db, hash: Uint8Array): Promise<KeyedSession | null> {
  const [found] = await withKey(db).where(eq(table.hash, hash))
  return found ?? null
}

/** Those that exist, in no particular order. */
export const findSessions = async (db: Db, ids: readonly number[]): Promise<KeyedSession[]> =>
  withKey(db).where(anyOf(table.id, ids))

/** True for the one caller who is to ask the provider again, until it has, or until `until`. */
export async function claimRenewal(
  db: Db,
  { id, claimsUntil }: Pick<Session, 'id' | 'claimsUntil'>,
  now: number,
  until: number,
): Promise<boolean> {
  const free = or(isNull(table.renewingUntil), lt(table.renewingUntil, now))
  const asRead = claimsUntil === null ? isNull(table.claimsUntil) : eq(table.claimsUntil, claimsUntil)
  const claimed = await db.query
    .update(table)
    .set({ renewingUntil: until })
    .where(and(eq(table.id, id), asRead, free))
    .returning({ id: table.id })
  return claimed.length > 0
}

/** null where it is gone meanwhile. */
export async function renewSession(
  db: Db,
  id: number,
  renewed: Pick<Session, 'grants' | 'name' | 'tokens' | 'claimsUntil'>,
): Promise<Session | null> {
  const [changed] = await db.query
    .update(table)
    .set({ ...renewed, renewingUntil: null })
    .where(eq(table.id, id))
    .returning()
  return changed ?? null
}

/** Notes that sessions were in use, unless a use within the minute before is noted. */
export async function touchSessions(db: Db, ids: readonly number[], now: number): Promise<void> {
  await db.query
    .update(table)
    .set({ lastSeenAt: now })
    .where(and(anyOf(table.id, ids), lt(table.lastSeenAt, now - 60_000)))
}

/** What it held, for whoever has to say goodbye elsewhere; null where there was none. */
export async function deleteSession(db: Db, hash: Uint8Array): Promise<Session | null> {
  const [deleted] = await db.query.delete(table).where(eq(table.hash, hash)).returning()
  return deleted ?? null
}

/** Whom a provider signs out: of one of its sessions, or of all that were begun up to an instant. */
export interface SignedOut {
  /** null: whoever it is. */
  readonly subject: string | null
  /** null: all of the subject. */
  readonly sid: string | null
  /** Epoch milliseconds. */
  readonly until: number
}

/** Ends what the OpenID provider signs out, and returns it. Sessions by a key are none of its business. */
export async function deleteSessionsOf(db: Db, { subject, sid, until }: SignedOut): Promise<Session[]> {
  const named = subject === null ? undefined : eq(table.subject, subject)
  const which = sid === null ? lte(table.createdAt, until) : eq(table.sid, sid)
  return db.query
    .delete(table)
    .where(and(isNull(table.keyHandle), named, which))
    .returning()
}

/** Forgets those that have ended by themselves. */
export async function deleteEndedSessions(db: Db, now: number, idleSince: number): Promise<void> {
  await db.query.delete(table).where(or(lt(table.expiresAt, now), lt(table.lastSeenAt, idleSince)))
}

import type { Scope } from '@seriema/domain/role'
import { and, eq, isNull, max, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import { deployment } from '../tables/deployment.ts'
import { version as table } from '../tables/version.ts'

/** An immutable result of a training, or a file made elsewhere. Instants in epoch milliseconds. */
export type VersionRow = Readonly<typeof table.$inferSelect>

export type NewVersion = Omit<typeof table.$inferInsert, 'id' | 'seriesId' | 'groupId' | 'tags' | 'note' | 'archivedAt'>

const ofScope = (scope: Scope): SQL =>
  'seriesId' in scope ? eq(table.seriesId, scope.seriesId) : eq(table.groupId, scope.groupId)

/** Classes of advisory locks, one for each kind of scope. */
const [seriesLock, groupLock] = [7_235_003, 7_235_004]

/** Whoever holds it, to the end of the transaction, is the only one to add versions to a scope. */
export async function lockVersions(tx: Db, scope: Scope): Promise<void> {
  const [kind, id] = 'seriesId' in scope ? [seriesLock, scope.seriesId] : [groupLock, scope.groupId]
  await tx.query.execute(sql`select pg_advisory_xact_lock(${kind}::int, ${id}::int)`)
}

/** The version that was made of the same; null where there is none. */
export async function versionOfFingerprint(db: Db, scope: Scope, fingerprint: string): Promise<VersionRow | null> {
  const [row] = await db.query
    .select()
    .from(table)
    .where(and(ofScope(scope), eq(table.fingerprint, fingerprint)))
  return row ?? null
}

/** The number that the next version of a scope gets; it stays that only under the lock. */
export async function nextVersionNumber(db: Db, scope: Scope): Promise<number> {
  const [row] = await db.query
    .select({ last: max(table.number) })
    .from(table)
    .where(ofScope(scope))
  return (row?.last ?? 0) + 1
}

/** Under the lock. */
export async function insertVersion(tx: Db, scope: Scope, version: NewVersion): Promise<VersionRow> {
  const [row] = await tx.query
    .insert(table)
    .values({ ...scope, ...version })
    .returning()
  return row!
}

/** Those of a scope that are not archived, and whether anybody speaks through them. */
export const liveVersionsOf = async (
  { query }: Db,
  scope: Scope,
): Promise<{ readonly id: number; readonly number: number; readonly deployed: boolean }[]> =>
  query
    .select({
      id: table.id,
      number: table.number,
      deployed: sql<boolean>`exists (select from ${deployment} where ${deployment.versionId} = ${table.id})`,
    })
    .from(table)
    .where(and(ofScope(scope), isNull(table.archivedAt)))

export async function archiveVersions({ query }: Db, ids: readonly number[], now: number): Promise<void> {
  if (ids.length > 0) await query.update(table).set({ archivedAt: now }).where(anyOf(table.id, ids))
}

import type { Scope } from '@seriema/domain/role'
import { and, eq, max, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { inScope } from '../scope.ts'
import { version as table } from '../tables/version.ts'

export type NewVersion = Omit<typeof table.$inferInsert, 'id' | 'seriesId' | 'groupId' | 'tags' | 'note' | 'archivedAt'>

/** Classes of advisory locks, one for each kind of scope. */
const [seriesLock, groupLock] = [7_235_003, 7_235_004]

/** Whoever holds it, to the end of the transaction, is the only one to add versions to a scope. */
export async function lockVersions(tx: Db, scope: Scope): Promise<void> {
  const [kind, id] = 'seriesId' in scope ? [seriesLock, scope.seriesId] : [groupLock, scope.groupId]
  await tx.query.execute(sql`select pg_advisory_xact_lock(${kind}::int, ${id}::int)`)
}

/** Number in the store of the version that was made of the same; null where there is none. */
export async function versionOfFingerprint({ query }: Db, scope: Scope, fingerprint: string): Promise<number | null> {
  const [row] = await query
    .select({ id: table.id })
    .from(table)
    .where(and(inScope(table, scope), eq(table.fingerprint, fingerprint)))
  return row?.id ?? null
}

/** The same of the version whose file it is. */
export async function versionOfArtifact({ query }: Db, scope: Scope, hash: string): Promise<number | null> {
  const [row] = await query
    .select({ id: table.id })
    .from(table)
    .where(and(inScope(table, scope), eq(table.artifact, hash)))
    .orderBy(table.id)
    .limit(1)
  return row?.id ?? null
}

/** The number that the next version of a scope gets; it stays that only under the lock. */
export async function nextVersionNumber({ query }: Db, scope: Scope): Promise<number> {
  const [row] = await query
    .select({ last: max(table.number) })
    .from(table)
    .where(inScope(table, scope))
  return (row?.last ?? 0) + 1
}

/** Under the lock. Returns its number in the store. */
export async function insertVersion({ query }: Db, scope: Scope, version: NewVersion): Promise<number> {
  const [row] = await query
    .insert(table)
    .values({ ...scope, ...version })
    .returning({ id: table.id })
  return row!.id
}

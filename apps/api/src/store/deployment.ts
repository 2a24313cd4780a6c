import type { Deployment, Slot, Speaker } from '@seriema/domain/deployment'
import { sameSpeaker } from '@seriema/domain/deployment'
import type { PageRequest } from '@seriema/domain/page'
import type { Role, Scope } from '@seriema/domain/role'
import { and, desc, eq, type SQL } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { deploymentChange as changes, deployment as table } from './tables/deployment.ts'

/** Who is to hold a slot from now on; null: nobody. */
export interface Assignment {
  readonly scope: Scope
  readonly role: Role
  readonly slot: Slot
  readonly speaker: Speaker | null
  /** In (0, 1]; below 1 for a canary alone. */
  readonly share: number
  /** In words: a part of the timeline. */
  readonly reason: string
  /** Whether a rollout decided it by its limits, and nobody by hand. */
  readonly automatic: boolean
  /** null where nobody is known. */
  readonly by: string | null
}

/** A change of who holds a slot. Instants in epoch milliseconds. */
export interface DeploymentChange extends Omit<Assignment, 'speaker'> {
  readonly id: number
  readonly at: number
  /** null: nobody. */
  readonly from: Speaker | null
  readonly to: Speaker | null
}

const inScope = (scope: Scope, of: typeof table | typeof changes): SQL =>
  'seriesId' in scope ? eq(of.seriesId, scope.seriesId) : eq(of.groupId, scope.groupId)

/**
 * Gives a slot to somebody, with a line of the timeline; null where it is as it was. The caller holds the lock of the
 * series or group, so that changes of it come one after the other.
 */
export async function assign(tx: Db, assignment: Assignment, now: number): Promise<DeploymentChange | null> {
  const { scope, role, slot, speaker, share, ...why } = assignment
  const held = and(inScope(scope, table), eq(table.role, role), eq(table.slot, slot))
  const [before] = await tx.query.select().from(table).where(held)
  const from = before === undefined ? null : { kind: before.kind, versionId: before.versionId }
  if (speaker === null ? from === null : from !== null && sameSpeaker(speaker, from) && share === before!.share)
    return null
  const written = { ...scope, role, slot, share }
  if (speaker === null) await tx.query.delete(table).where(held)
  else if (from === null) await tx.query.insert(table).values({ ...written, ...speaker, since: now })
  else
    await tx.query
      .update(table)
      .set({ ...speaker, share, since: now })
      .where(held)
  const [row] = await tx.query
    .insert(changes)
    .values({
      ...written,
      ...why,
      at: now,
      fromKind: from?.kind ?? null,
      fromVersionId: from?.versionId ?? null,
      toKind: speaker?.kind ?? null,
      toVersionId: speaker?.versionId ?? null,
    })
    .returning()
  return readChange(row!)
}

/** Those that exist, in no particular order. */
export const findChanges = async ({ query }: Db, ids: readonly number[]): Promise<DeploymentChange[]> =>
  ids.length === 0 ? [] : (await query.select().from(changes).where(anyOf(changes.id, ids))).map(readChange)

const speakerOf = (kind: string | null, versionId: number | null): Speaker | null =>
  kind === null ? null : { kind, versionId }

function readChange(row: typeof changes.$inferSelect): DeploymentChange {
  const { seriesId, groupId, fromKind, fromVersionId, toKind, toVersionId, ...rest } = row
  return {
    ...rest,
    scope: seriesId === null ? { groupId: groupId! } : { seriesId },
    from: speakerOf(fromKind, fromVersionId),
    to: speakerOf(toKind, toVersionId),
  }
}

/** The last time that a slot changed hands; null where it never did. */
export async function lastChange(
  { query }: Db,
  scope: Scope,
  role: Role,
  slot: Slot,
): Promise<DeploymentChange | null> {
  const [row] = await query
    .select()
    .from(changes)
    .where(and(inScope(scope, changes), eq(changes.role, role), eq(changes.slot, slot)))
    .orderBy(desc(changes.id))
    .limit(1)
  return row === undefined ? null : readChange(row)
}

const lastFirst: Order = { by: changes.id, of: 'count', id: changes.id, descending: true }

/** The timeline of a series or group, the newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listChanges(
  { query }: Db,
  scope: Scope,
  role: Role | null = null,
  request: PageRequest = {},
): Promise<Page<DeploymentChange>> {
  const { after, falling, limit } = startOf(request, lastFirst)
  const matching = and(inScope(scope, changes), role === null ? undefined : eq(changes.role, role))
  const [rows, count] = await Promise.all([
    query
      .select()
      .from(changes)
      .where(and(matching, after === null ? undefined : comesAfter(lastFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(lastFirst, falling))
      .limit(limit),
    query.$count(changes, matching),
  ])
  return toPage(request, rows.map(readChange), one => [one.id, one.id], count)
}

/** Who holds a slot, and since when (epoch milliseconds). */
export interface StoredDeployment extends Deployment {
  readonly since: number
}

/** Of each of these series, or of each of these groups. */
export async function deploymentsOf(
  { query }: Db,
  of: 'seriesId' | 'groupId',
  ids: readonly number[],
): Promise<Map<number, StoredDeployment[]>> {
  const rows = await query.select().from(table).where(anyOf(table[of], ids)).orderBy(table.role, table.slot)
  return Map.groupBy(
    rows.map(({ role, slot, share, since, kind, versionId, ...row }) => ({
      id: row[of]!,
      ...{ role, slot, share, since, speaker: { kind, versionId } },
    })),
    ({ id }) => id,
  )
}

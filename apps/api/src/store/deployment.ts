import type { HeldDeployment, Slot, Speaker } from '@seriema/domain/deployment'
import { sameSpeaker } from '@seriema/domain/deployment'
import type { PageRequest } from '@seriema/domain/page'
import type { Role, Scope } from '@seriema/domain/role'
import type { RolloutLimits } from '@seriema/domain/rollout'
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { forgetRollout } from './rollout.ts'
import { inScope, scopeOf } from './scope.ts'
import { deploymentChange as changes, deployment as table } from './tables/deployment.ts'

/** Who is to hold a slot from now on; null: nobody. */
export interface Assignment {
  readonly scope: Scope
  readonly role: Role
  readonly slot: Slot
  readonly speaker: Speaker | null
  /** In (0, 1]; below 1 for a canary alone. */
  readonly share: number
  /** Of a shadow or canary: what it must keep within; left out, as it was. */
  readonly limits?: RolloutLimits
  /** In words: a part of the timeline. */
  readonly reason: string
  /** Whether a rollout decided it by its limits, and nobody by hand. */
  readonly automatic: boolean
  /** null where nobody is known. */
  readonly by: string | null
}

/** A change of who holds a slot. Instants in epoch milliseconds. */
export interface DeploymentChange extends Omit<Assignment, 'speaker' | 'limits'> {
  readonly id: number
  readonly at: number
  /** null: nobody. */
  readonly from: Speaker | null
  readonly to: Speaker | null
}

/** Every process that has to know who speaks listens here: a change is told with its commit. */
export const speakersChannel = 'seriema_speakers'

/**
 * Gives a slot to somebody, with a line of the timeline; null where it is as it was, but for its limits. What was compared
 * before is forgotten with the change. The caller holds the lock of the series or group, so that changes of it come one
 * after the other.
 */
export async function assign(tx: Db, assignment: Assignment, now: number): Promise<DeploymentChange | null> {
  const { scope, role, slot, speaker, share, limits, ...why } = assignment
  const held = and(inScope(table, scope), eq(table.role, role), eq(table.slot, slot))
  const [before] = await tx.query.select().from(table).where(held)
  const from = before === undefined ? null : { kind: before.kind, versionId: before.versionId }
  if (before !== undefined && limits !== undefined) await tx.query.update(table).set({ limits }).where(held)
  if (speaker === null ? from === null : from !== null && sameSpeaker(speaker, from) && share === before!.share)
    return null
  if (before !== undefined) await forgetRollout(tx, before.id, speaker !== null && sameSpeaker(speaker, from!))
  const written = { ...scope, role, slot, share }
  if (speaker === null) await tx.query.delete(table).where(held)
  else if (from === null) await tx.query.insert(table).values({ ...written, ...speaker, limits, since: now })
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
  await tx.sql`select pg_notify(${speakersChannel}, '')`
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
    scope: scopeOf({ seriesId, groupId }),
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
    .where(and(inScope(changes, scope), eq(changes.role, role), eq(changes.slot, slot)))
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
  const matching = and(inScope(changes, scope), role === null ? undefined : eq(changes.role, role))
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

/** Who holds a slot, where, since when (epoch milliseconds), and what it must keep within; null: what is usual. */
export interface StoredDeployment extends HeldDeployment {
  readonly scope: Scope
  readonly since: number
  readonly limits: RolloutLimits | null
}

function readDeployment(row: typeof table.$inferSelect): StoredDeployment {
  const { seriesId, groupId, kind, versionId, ...rest } = row
  return { ...rest, scope: scopeOf({ seriesId, groupId }), speaker: { kind, versionId } }
}

/** Who holds a slot of a series or group itself; null: nobody. */
export async function heldIn({ query }: Db, scope: Scope, role: Role, slot: Slot): Promise<StoredDeployment | null> {
  const [row] = await query
    .select()
    .from(table)
    .where(and(inScope(table, scope), eq(table.role, role), eq(table.slot, slot)))
  return row === undefined ? null : readDeployment(row)
}

/** Those that exist, in no particular order. */
export const findDeployments = async ({ query }: Db, ids: readonly number[]): Promise<StoredDeployment[]> =>
  (await query.select().from(table).where(anyOf(table.id, ids))).map(readDeployment)

/** Of each of these series, or of each of these groups. */
export async function deploymentsOf(
  { query }: Db,
  of: 'seriesId' | 'groupId',
  ids: readonly number[],
): Promise<Map<number, StoredDeployment[]>> {
  const rows = await query.select().from(table).where(anyOf(table[of], ids)).orderBy(table.role, table.slot)
  return Map.groupBy(rows.map(readDeployment), ({ scope }) => ('seriesId' in scope ? scope.seriesId : scope.groupId))
}

/** Whoever was tried out and taken back by the limits of the rollout: nobody took the place of who is active with it. */
const takenBack = sql`(${changes.automatic} and ${changes.toKind} is null and ${changes.slot} <> 'active' and not exists (
  select from ${changes} p where p.role = ${changes.role} and p.at = ${changes.at} and p.slot = 'active'
    and p.series_id is not distinct from ${changes.seriesId} and p.group_id is not distinct from ${changes.groupId}))`

/** Which of these changes were rollbacks. */
export async function findRollbacks({ query }: Db, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await query
    .select({ id: changes.id })
    .from(changes)
    .where(and(anyOf(changes.id, ids), takenBack))
  return new Set(rows.map(({ id }) => id))
}

/** Rollbacks of a series' own in a stretch (`from` inclusive, `to` exclusive), the oldest first. */
export const rollbacksWithin = async ({ query }: Db, seriesId: number, from: number, to: number) =>
  query
    .select({ at: changes.at, reason: changes.reason })
    .from(changes)
    .where(and(eq(changes.seriesId, seriesId), gte(changes.at, from), lt(changes.at, to), takenBack))
    .orderBy(changes.id)

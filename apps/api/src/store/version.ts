import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import type { Role, Scope } from '@seriema/domain/role'
import { and, count, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { inScope, ofScopeThere } from './scope.ts'
import { patternsOf } from './search.ts'
import { deployment } from './tables/deployment.ts'
import { group } from './tables/group.ts'
import { series } from './tables/series.ts'
import { version as table } from './tables/version.ts'

/** A level deeper than the builder looks, which leaves out names of tables where there seems to be only one. */
const deployed = sql<boolean>`${sql`exists (select from ${deployment} where ${deployment.versionId} = ${table.id})`}`
const columns = { ...getTableColumns(table), deployed: deployed.as('deployed') }

/** A stored version, and whether it is deployed anywhere. Instants in epoch milliseconds. */
export type Version = Readonly<typeof table.$inferSelect> & { readonly deployed: boolean }

/** Those that exist, in no particular order. */
export const findVersions = async ({ query }: Db, ids: readonly number[]): Promise<Version[]> =>
  query
    .select(columns)
    .from(table)
    .where(and(anyOf(table.id, ids), ofScopeThere(table)))

/** Throws INVALID_VERSION. */
export async function requireVersion(db: Db, id: number): Promise<Version> {
  const [found] = await findVersions(db, [id])
  if (found === undefined) throw new Fault('INVALID_VERSION', `there is no version ${id} (any more)`)
  return found
}

/** That of this number in its scope; null where there is none. */
export async function findNumbered({ query }: Db, scope: Scope, number: number): Promise<Version | null> {
  const [found] = await query
    .select(columns)
    .from(table)
    .where(and(inScope(table, scope), eq(table.number, number), ofScopeThere(table)))
  return found ?? null
}

/** Those of a scope that are not archived, newest first. */
export const liveVersionsOf = async ({ query }: Db, scope: Scope): Promise<Version[]> =>
  query
    .select(columns)
    .from(table)
    .where(and(inScope(table, scope), isNull(table.archivedAt)))
    .orderBy(sql`${table.number} desc`)

/** Number in the store of the newest version of a kind that forecasts a series and is not archived; null: there is none. */
export async function newestVersionOf({ query }: Db, seriesId: number, kind: string): Promise<number | null> {
  const [row] = await query
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.seriesId, seriesId),
        eq(table.role, 'forecast'),
        eq(table.kind, kind),
        isNull(table.archivedAt),
        ofScopeThere(table),
      ),
    )
    .orderBy(desc(table.number))
    .limit(1)
  return row?.id ?? null
}

/** Keeps others from deploying or archiving them meanwhile: whoever decides by whether one is deployed holds it first. */
export async function holdVersions({ query }: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await query.select({ id: table.id }).from(table).where(anyOf(table.id, ids)).orderBy(table.id).for('no key update')
}

/** All but those that are deployed by now. */
export async function archiveVersions(tx: Db, ids: readonly number[], now: number): Promise<void> {
  if (ids.length === 0) return
  await holdVersions(tx, ids)
  await tx.query
    .update(table)
    .set({ archivedAt: now })
    .where(and(anyOf(table.id, ids), sql`not ${deployed}`))
}

/** What may change of a version. Throws INVALID_VERSION. */
export async function updateVersion(
  db: Db,
  id: number,
  changes: Partial<Pick<Version, 'tags' | 'note' | 'archivedAt'>>,
): Promise<Version> {
  if (Object.keys(changes).length > 0) await db.query.update(table).set(changes).where(eq(table.id, id))
  return requireVersion(db, id)
}

export interface VersionFilter {
  /** Words; each is part of the name of its series or group, a tag, the note or the kind, in any order. */
  readonly search?: string | null | undefined
  readonly scope?: Scope | null | undefined
  readonly modelId?: number | null | undefined
  readonly role?: Role | null | undefined
  readonly kind?: string | null | undefined
  readonly tag?: string | null | undefined
  readonly archived?: boolean | null | undefined
  readonly deployed?: boolean | null | undefined
  /** Made from this instant on, and before that one. */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

export type VersionOrder = 'newest' | 'mase' | 'size'

/** What has no such figure comes last. */
const orders = {
  newest: {
    by: sql<number>`${table.createdAt}`.mapWith(table.createdAt),
    of: 'instant',
    id: table.id,
    descending: true,
  },
  mase: {
    by: sql<number>`coalesce((${table.metrics}->'own'->>'mase')::float8, 1e300)`,
    of: 'measure',
    id: table.id,
    descending: false,
  },
  size: { by: sql<number>`${table.artifactBytes}::bigint`, of: 'count', id: table.id, descending: true },
} satisfies Record<VersionOrder, Order>

/** Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listVersions(
  { query }: Db,
  filter: VersionFilter,
  request: PageRequest = {},
  orderBy: VersionOrder = 'newest',
): Promise<Page<Version>> {
  const order = orders[orderBy]
  const { after, falling, limit } = startOf(request, order)
  const matching = matchesOf(filter)
  const [rows, [counted]] = await Promise.all([
    query
      .select({ ...columns, sorted: order.by.as('sorted') })
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(order, falling, after.value, after.id)))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.select({ count: count() }).from(table).where(matching),
  ])
  return toPage(request, rows, one => [one.sorted, one.id], counted!.count)
}

function matchesOf(filter: VersionFilter): SQL | undefined {
  const { search, scope, modelId, role, kind, tag, archived, from, to } = filter
  const patterns = patternsOf(search)
  return and(
    ofScopeThere(table),
    scope == null ? undefined : inScope(table, scope),
    modelId == null ? undefined : eq(table.modelId, modelId),
    role == null ? undefined : eq(table.role, role),
    kind == null ? undefined : eq(table.kind, kind),
    tag == null ? undefined : sql`${tag} = any(${table.tags})`,
    archived == null ? undefined : sql`(${table.archivedAt} is not null) = ${archived}`,
    filter.deployed == null ? undefined : sql`${deployed} = ${filter.deployed}`,
    from == null ? undefined : sql`${table.createdAt} >= ${new Date(from).toISOString()}::timestamptz`,
    to == null ? undefined : sql`${table.createdAt} < ${new Date(to).toISOString()}::timestamptz`,
    patterns.length === 0
      ? undefined
      : sql`not exists (select from unnest(${sql.param(patterns)}::text[]) sought where not (
          ${table.kind} ilike sought or coalesce(${table.note} ilike sought, false)
          or exists (select from unnest(${table.tags}) t where t ilike sought)
          or exists (select from ${series} where ${series.id} = ${table.seriesId}
            and (${series.key} ilike sought or coalesce(${series.title} ilike sought, false)))
          or exists (select from ${group} where ${group.id} = ${table.groupId} and ${group.name} ilike sought)))`,
  )
}

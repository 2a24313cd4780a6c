import { Fault } from '@seriema/domain/fault'
import type { GroupCondition, GroupDefinition } from '@seriema/domain/group'
import type { PageRequest } from '@seriema/domain/page'
import { and, count, eq, not, type SQLWrapper, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { listRows } from './list-rows.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { there } from './series/deleted.ts'
import { findSeriesByIds, type Series } from './series.ts'
import { alertRule } from './tables/alert-rule.ts'
import { deployment } from './tables/deployment.ts'
import { group as table } from './tables/group.ts'
import { model } from './tables/model.ts'
import { schedule } from './tables/schedule.ts'
import { series } from './tables/series.ts'

/** A stored group. */
export type Group = Readonly<typeof table.$inferSelect>

/** Throws GROUP_EXISTS. */
export async function createGroup(db: Db, definition: GroupDefinition, now: number): Promise<Group> {
  const [row] = await db.query
    .insert(table)
    .values({ ...definition, createdAt: now })
    .onConflictDoNothing()
    .returning()
  if (row !== undefined) return row
  throw new Fault('GROUP_EXISTS', `there is a group named ${definition.name} already: choose another name`)
}

/** Its name stays. Throws GROUP_NOT_FOUND. */
export async function updateGroup(
  db: Db,
  name: string,
  changes: Partial<Pick<Group, 'description' | 'conditions'>>,
): Promise<Group> {
  if (Object.keys(changes).length === 0) return requireGroup(db, name)
  const [row] = await db.query.update(table).set(changes).where(eq(table.name, name)).returning()
  if (row === undefined) throw groupNotFound(name)
  return row
}

/** Throws GROUP_NOT_FOUND, and GROUP_IN_USE where models or schedules are for it, somebody was chosen to speak for it or rules watch it. */
export async function deleteGroup(tx: Db, name: string): Promise<Group> {
  // Whoever is about to refer to it is waited for, and then counts.
  const [found] = await tx.query.select().from(table).where(eq(table.name, name)).for('update')
  if (found === undefined) throw groupNotFound(name)
  const { id } = found
  if ((await tx.query.$count(model, eq(model.groupId, id))) > 0)
    throw groupInUse(name, `models are for ${name}: a group is deleted once there are none`)
  if ((await tx.query.$count(deployment, eq(deployment.groupId, id))) > 0)
    throw groupInUse(name, `somebody was chosen to speak for ${name}: end those deployments first`)
  if ((await tx.query.$count(schedule, and(eq(schedule.groupId, id), not(schedule.doomed)))) > 0)
    throw groupInUse(name, `schedules forecast ${name}: delete these first`)
  if ((await tx.query.$count(alertRule, eq(alertRule.groupId, id))) > 0)
    throw groupInUse(name, `alert rules watch ${name}: delete these first`)
  await tx.query.delete(table).where(eq(table.id, id))
  return found
}

/** Throws GROUP_NOT_FOUND. */
export async function requireGroup(db: Db, name: string): Promise<Group> {
  const [row] = await db.query.select().from(table).where(eq(table.name, name))
  if (row === undefined) throw groupNotFound(name)
  return row
}

/** Those of these names that exist, in no particular order. */
export const groupsNamed = async ({ query }: Db, names: readonly string[]): Promise<Group[]> =>
  query.select().from(table).where(anyOf(table.name, names))

/** One that is not deleted before the end of the transaction. Throws GROUP_NOT_FOUND. */
export async function holdGroup(tx: Db, name: string): Promise<Group> {
  const [row] = await tx.query.select().from(table).where(eq(table.name, name)).for('key share')
  if (row === undefined) throw groupNotFound(name)
  return row
}

const groupNotFound = (name: string) =>
  new Fault('GROUP_NOT_FOUND', `there is no group named ${name}: create it first`, { name })
const groupInUse = (name: string, why: string) => new Fault('GROUP_IN_USE', why, { name })

/** To the end of the transaction whoever changes who speaks for it, or what it is, waits. */
export async function lockGroup({ query }: Db, id: number): Promise<void> {
  await query.select({ id: table.id }).from(table).where(eq(table.id, id)).for('no key update')
}

/** Those that exist, in no particular order. */
export const findGroups = async ({ query }: Db, ids: readonly number[]): Promise<Group[]> =>
  query.select().from(table).where(anyOf(table.id, ids))

const byName: Order = { by: table.name, of: 'text', id: table.id, descending: false }

/** By name. Throws CURSOR_INVALID, INVALID_INPUT. */
export const listGroups = (db: Db, request: PageRequest = {}): Promise<Page<Group>> =>
  listRows(db, table, undefined, byName, one => [one.name, one.id], request)

/** Whether a row of the table of series meets every condition, as `belongs` of the domain says it. */
export const meets = (conditions: readonly GroupCondition[]) => meetsAll(sql`${JSON.stringify(conditions)}::jsonb`)

/** The same, of conditions that a row holds. */
export const meetsAll = (conditions: SQLWrapper) => sql`(${there} and not exists (
  select from jsonb_to_recordset(${conditions}) c(attribute text, "values" jsonb)
  where not exists (
    select from jsonb_to_recordset(${series.attributes}) a(name text, value text)
    where a.name = c.attribute and (jsonb_array_length(c."values") = 0 or c."values" ? a.value))))`

/** Numbers of the members, ascending. */
export async function memberIds({ query }: Db, { conditions }: Pick<Group, 'conditions'>): Promise<number[]> {
  const rows = await query.select({ id: series.id }).from(series).where(meets(conditions)).orderBy(series.id)
  return rows.map(({ id }) => id)
}

const byKey: Order = { by: series.key, of: 'text', id: series.id, descending: false }

/** Members by key. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listMembers(
  db: Db,
  { conditions }: Pick<Group, 'conditions'>,
  request: PageRequest = {},
): Promise<Page<Series>> {
  const { after, falling, limit } = startOf(request, byKey)
  const [rows, [counted]] = await Promise.all([
    db.query
      .select({ id: series.id })
      .from(series)
      .where(and(meets(conditions), after === null ? undefined : comesAfter(byKey, falling, after.value, after.id)))
      .orderBy(...inOrder(byKey, falling))
      .limit(limit),
    db.query.select({ count: count() }).from(series).where(meets(conditions)),
  ])
  const found = new Map(
    (
      await findSeriesByIds(
        db,
        rows.map(({ id }) => id),
      )
    ).map(one => [one.id, one]),
  )
  const members = rows.flatMap(({ id }) => found.get(id) ?? [])
  return toPage(request, members, one => [one.key, one.id], counted!.count)
}

import { Fault } from '@seriema/domain/fault'
import type { ModelDefinition } from '@seriema/domain/model'
import type { PageRequest } from '@seriema/domain/page'
import type { Role, Scope } from '@seriema/domain/role'
import { and, count, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { ofScopeThere } from './scope.ts'
import { patternsOf } from './search.ts'
import { model as table } from './tables/model.ts'

/** A stored model. Instants in epoch milliseconds; exactly one of `seriesId` and `groupId` is not null. */
export type Model = Readonly<typeof table.$inferSelect>

export const isDraft = ({ trainedAt }: Model): boolean => trainedAt === null

/** Caller has seen to it that the scope exists. */
export async function createModel(tx: Db, scope: Scope, definition: ModelDefinition, now: number): Promise<Model> {
  const [row] = await tx.query
    .insert(table)
    .values({ ...scope, ...definition, createdAt: now, updatedAt: now })
    .returning()
  return row!
}

/** Those that exist, in no particular order. */
export const findModels = async ({ query }: Db, ids: readonly number[]): Promise<Model[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofScopeThere(table)))

/** Throws MODEL_NOT_FOUND. */
export async function requireModel(db: Db, id: number): Promise<Model> {
  const [found] = await findModels(db, [id])
  if (found === undefined) throw modelNotFound(id)
  return found
}

/** Locked until the end of the transaction, so that it stays a draft or ceases to be one. Throws MODEL_NOT_FOUND. */
export async function lockModel(tx: Db, id: number): Promise<Model> {
  const [row] = await tx.query
    .select()
    .from(table)
    .where(and(eq(table.id, id), ofScopeThere(table)))
    .for('no key update')
  if (row === undefined) throw modelNotFound(id)
  return row
}

export const modelNotFound = (id: number): Fault => new Fault('MODEL_NOT_FOUND', `there is no model ${id} (any more)`)

/** The model of a kind that was trained on a series, the newest of them; null where there is none. */
export async function trainedModelOf({ query }: Db, seriesId: number, kind: string): Promise<Model | null> {
  const [row] = await query
    .select()
    .from(table)
    .where(and(eq(table.seriesId, seriesId), eq(table.kind, kind), isNotNull(table.trainedAt)))
    .orderBy(desc(table.id))
    .limit(1)
  return row ?? null
}

export async function saveModel(
  tx: Db,
  id: number,
  changes: Partial<ModelDefinition & Pick<Model, 'trainedAt' | 'retraining'>>,
  now: number,
): Promise<Model> {
  const [row] = await tx.query
    .update(table)
    .set({ ...changes, updatedAt: now })
    .where(eq(table.id, id))
    .returning()
  if (row === undefined) throw modelNotFound(id)
  return row
}

export const removeModel = async (tx: Db, id: number): Promise<void> => {
  await tx.query.delete(table).where(eq(table.id, id))
}

export interface ModelFilter {
  /** Words; each is part of the name or the description, in any order. */
  readonly search?: string | null | undefined
  readonly role?: Role | null | undefined
  readonly kind?: string | null | undefined
  readonly seriesId?: number | null | undefined
  readonly groupId?: number | null | undefined
}

const newestFirst: Order = { by: table.createdAt, of: 'instant', id: table.id, descending: true }

/** Newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listModels({ query }: Db, filter: ModelFilter, request: PageRequest = {}): Promise<Page<Model>> {
  const { after, falling, limit } = startOf(request, newestFirst)
  const { search, role, kind, seriesId, groupId } = filter
  const patterns = patternsOf(search)
  const matching = and(
    ofScopeThere(table),
    role == null ? undefined : eq(table.role, role),
    kind == null ? undefined : eq(table.kind, kind),
    seriesId == null ? undefined : eq(table.seriesId, seriesId),
    groupId == null ? undefined : eq(table.groupId, groupId),
    patterns.length === 0
      ? undefined
      : sql`not exists (select from unnest(${sql.param(patterns)}::text[]) sought
          where not (${table.name} ilike sought or coalesce(${table.description} ilike sought, false)))`,
  )
  const [rows, [counted]] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(newestFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(newestFirst, falling))
      .limit(limit),
    query.select({ count: count() }).from(table).where(matching),
  ])
  return toPage(request, rows, one => [one.createdAt, one.id], counted!.count)
}

import type { PageRequest } from '@seriema/domain/page'
import { type TrainingCause, type TrainingState, unfinishedStates } from '@seriema/domain/training'
import { and, desc, eq, getTableColumns, type SQL } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { ofScopeThere } from './scope.ts'
import { model } from './tables/model.ts'
import { training as table, trainingCheckpoint } from './tables/training.ts'

export type { GivenSeries } from './tables/training.ts'

/** The job that makes a version. Instants in epoch milliseconds. */
export type Training = Readonly<typeof table.$inferSelect>

/** What may be changed of one. */
export type TrainingChanges = Partial<Omit<Training, 'id' | 'modelId' | 'cause' | 'requestedAt'>>

const columns = getTableColumns(table)

/**
 * Begins one of a model, or finds the one that is under way: there is one at a time. `begun` says which it is. Waits for
 * whoever does the same at once.
 */
export async function beginTraining(
  tx: Db,
  modelId: number,
  cause: TrainingCause,
  now: number,
): Promise<{ readonly training: Training; readonly begun: boolean }> {
  while (true) {
    const [begun] = await tx.query
      .insert(table)
      .values({ modelId, cause, state: 'queued', requestedAt: now })
      .onConflictDoNothing()
      .returning()
    if (begun !== undefined) return { training: begun, begun: true }
    const [underWay] = await tx.query
      .select()
      .from(table)
      .where(and(eq(table.modelId, modelId), anyOf(table.state, unfinishedStates)))
    // Where there is none now, it ended between the two looks.
    if (underWay !== undefined) return { training: underWay, begun: false }
  }
}

/** The last of a model, however far it is; null where there was none. */
export async function lastTrainingOf({ query }: Db, modelId: number): Promise<Training | null> {
  const [row] = await query.select().from(table).where(eq(table.modelId, modelId)).orderBy(desc(table.id)).limit(1)
  return row ?? null
}

/** Held to the end of the transaction; null where there is none. */
export async function lockTraining(tx: Db, id: number): Promise<Training | null> {
  const [row] = await tx.query.select().from(table).where(eq(table.id, id)).for('no key update')
  return row ?? null
}

export async function changeTraining(tx: Db, id: number, changes: TrainingChanges): Promise<Training> {
  const [row] = await tx.query.update(table).set(changes).where(eq(table.id, id)).returning()
  return row!
}

/** With the series whose model it is for; null where that is a group. */
export type TrainingOf = Training & { readonly seriesId: number | null }

/** Those that exist, in no particular order. */
export const findTrainings = async ({ query }: Db, ids: readonly number[]): Promise<TrainingOf[]> =>
  query
    .select({ ...columns, seriesId: model.seriesId })
    .from(table)
    .innerJoin(model, eq(model.id, table.modelId))
    .where(and(anyOf(table.id, ids), ofScopeThere(model)))

export interface TrainingFilter {
  readonly modelId?: number | null | undefined
  readonly states?: readonly TrainingState[] | null | undefined
}

const newestFirst: Order = { by: table.requestedAt, of: 'instant', id: table.id, descending: true }

/** The one asked for last first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listTrainings(
  { query }: Db,
  { modelId, states }: TrainingFilter,
  request: PageRequest = {},
): Promise<Page<TrainingOf>> {
  const { after, falling, limit } = startOf(request, newestFirst)
  const matching = and(
    modelId == null ? undefined : eq(table.modelId, modelId),
    states == null ? undefined : anyOf(table.state, states),
    ofScopeThere(model),
  )
  const [rows, count] = await Promise.all([
    query
      .select({ ...columns, seriesId: model.seriesId })
      .from(table)
      .innerJoin(model, eq(model.id, table.modelId))
      .where(and(matching, after === null ? undefined : comesAfter(newestFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(newestFirst, falling))
      .limit(limit),
    countOf(query, matching),
  ])
  return toPage(request, rows, each => [each.requestedAt, each.id], count)
}

async function countOf(query: Db['query'], matching: SQL | undefined): Promise<number> {
  const listed = query
    .select({ id: table.id })
    .from(table)
    .innerJoin(model, eq(model.id, table.modelId))
    .where(matching)
    .as('listed')
  return query.$count(listed)
}

/** Where a training stands after a pass. */
export type Checkpoint = Readonly<Omit<typeof trainingCheckpoint.$inferSelect, 'trainingId'>>

/** In place of the one before. */
export async function saveCheckpoint({ query }: Db, trainingId: number, checkpoint: Checkpoint): Promise<void> {
  await query
    .insert(trainingCheckpoint)
    .values({ trainingId, ...checkpoint })
    .onConflictDoUpdate({ target: trainingCheckpoint.trainingId, set: checkpoint })
}

export async function readCheckpoint({ query }: Db, trainingId: number): Promise<Checkpoint | null> {
  const [row] = await query.select().from(trainingCheckpoint).where(eq(trainingCheckpoint.trainingId, trainingId))
  return row ?? null
}

export async function dropCheckpoint({ query }: Db, trainingId: number): Promise<void> {
  await query.delete(trainingCheckpoint).where(eq(trainingCheckpoint.trainingId, trainingId))
}

import type { GroupCondition } from '@seriema/domain/group'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { there } from '../series/deleted.ts'
import { readSeries, type Series } from '../series.ts'
import { group } from '../tables/group.ts'
import { model } from '../tables/model.ts'
import { series } from '../tables/series.ts'

/** A model as a training needs it. */
export type TrainedModel = Readonly<typeof model.$inferSelect> & {
  /** Key of the series or name of the group it is for. */
  readonly scopeName: string
}

/** null where there is none, or its series is deleted. */
export async function findTrainedModel({ query }: Db, id: number): Promise<TrainedModel | null> {
  const [row] = await query
    .select({ model, key: series.key, name: group.name })
    .from(model)
    .leftJoin(series, and(eq(series.id, model.seriesId), there))
    .leftJoin(group, eq(group.id, model.groupId))
    .where(eq(model.id, id))
  const scopeName = row?.key ?? row?.name
  return row === undefined || scopeName == null ? null : { ...row.model, scopeName }
}

/** Says that a model has been trained: from then on it stays as it is. Kept from the first time on. */
export async function markTrained({ query }: Db, modelId: number, now: number): Promise<void> {
  await query
    .update(model)
    .set({ trainedAt: sql`coalesce(${model.trainedAt}, ${model.trainedAt.mapToDriverValue(now)}::timestamptz)` })
    .where(eq(model.id, modelId))
}

/** Whether the attributes of a series meet every one of these conditions, as `belongs` of the domain says it. */
const meets = (conditions: readonly GroupCondition[]) => sql`not exists (
  select from jsonb_array_elements(${JSON.stringify(conditions)}::text::jsonb) c where not exists (
    select from jsonb_array_elements(${series.attributes}) a where a->>'name' = c->>'attribute'
      and (jsonb_array_length(c->'values') = 0 or c->'values' ? (a->>'value'))))`

/** The series that a model is for: its one, or all of its group, the oldest first. */
export async function seriesOfModel({ query }: Db, { seriesId, groupId }: TrainedModel): Promise<Series[]> {
  if (seriesId !== null) {
    const rows = await query
      .select()
      .from(series)
      .where(and(eq(series.id, seriesId), there))
    return rows.map(readSeries)
  }
  const [found] = await query.select().from(group).where(eq(group.id, groupId!))
  if (found === undefined) return []
  const rows = await query
    .select()
    .from(series)
    .where(and(there, meets(found.conditions)))
    .orderBy(asc(series.id))
  return rows.map(readSeries)
}

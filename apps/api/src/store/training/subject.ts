import type { Db } from '../database.ts'
import { findGroups, memberIds } from '../group.ts'
import { findModels, type Model } from '../model.ts'
import { findSeriesByIds, type Series } from '../series.ts'

/** A model as a training needs it. */
export type TrainedModel = Model & {
  /** Key of the series or name of the group it is for. */
  readonly scopeName: string
}

/** null where there is none, or its series is deleted. */
export async function findTrainedModel(db: Db, id: number): Promise<TrainedModel | null> {
  const [model] = await findModels(db, [id])
  if (model === undefined) return null
  const { seriesId, groupId } = model
  const scopeName =
    seriesId === null ? (await findGroups(db, [groupId!]))[0]?.name : (await findSeriesByIds(db, [seriesId]))[0]?.key
  return scopeName === undefined ? null : { ...model, scopeName }
}

/** The series that a model is for: its one, or all of its group, the oldest first. */
export async function seriesOfModel(db: Db, { seriesId, groupId }: Model): Promise<Series[]> {
  if (seriesId !== null) return findSeriesByIds(db, [seriesId])
  const [group] = await findGroups(db, [groupId!])
  const members = group === undefined ? [] : await findSeriesByIds(db, await memberIds(db, group))
  return members.sort((a, b) => a.id - b.id)
}

import type { LastTraining, Retraining } from '@seriema/domain/retraining'
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { model } from '../tables/model.ts'
import { training } from '../tables/training.ts'
import { findTrainedModel, seriesOfModel } from './subject.ts'

export interface ToRetrain {
  readonly modelId: number
  readonly retraining: Retraining
  /** The last of its trainings, which has ended. */
  readonly last: LastTraining
  /** Stored points of its series now. */
  readonly points: number
}

/** Models that are trained again by themselves, have been trained, and are not being trained now. */
export async function listRetraining(db: Db): Promise<ToRetrain[]> {
  const rows = await db.query
    .selectDistinctOn([model.id], {
      modelId: model.id,
      retraining: model.retraining,
      requestedAt: training.requestedAt,
      points: training.points,
      ended: sql<boolean>`${training.finishedAt} is not null`,
    })
    .from(model)
    .innerJoin(training, eq(training.modelId, model.id))
    .where(and(isNotNull(model.retraining)))
    .orderBy(model.id, desc(training.id))
  const found: ToRetrain[] = []
  for (const { modelId, retraining, requestedAt, points, ended } of rows) {
    const subject = ended ? await findTrainedModel(db, modelId) : null
    if (subject === null) continue
    const series = await seriesOfModel(db, subject)
    const stored = series.reduce((sum, { pointCount }) => sum + pointCount, 0)
    found.push({ modelId, retraining: retraining!, last: { requestedAt, points }, points: stored })
  }
  return found
}

import { Fault } from '@seriema/domain/fault'
import type { TrainingCause } from '@seriema/domain/training'
import type { Core } from '../../core.ts'
import { trainingProgressed } from '../../events/kinds/training.ts'
import { announce } from '../../events/log.ts'
import { type Db, transaction } from '../../store/database.ts'
import { isDraft, lockModel, modelNotFound, saveModel } from '../../store/model.ts'
import type { Queue } from '../../store/queue.ts'
import { findTrainedModel, seriesOfModel } from '../../store/training/subject.ts'
import { beginTraining, type TrainingOf } from '../../store/training.ts'
import { dataLimits, newestOf } from './collect.ts'

export type RequestApp = Pick<Core, 'db' | 'clock' | 'config'> & { readonly queue: Pick<Queue, 'send'> }

/** Throws where no further training of this scope may begin now. What is under way already is not asked about. */
export type Admit = (scope: string) => Promise<void>

/** By what trainings are counted: their series or group. */
export const countedAs = ({ seriesId, groupId }: { seriesId: number | null; groupId: number | null }): string =>
  seriesId === null ? `group ${groupId}` : `series ${seriesId}`

/**
 * A training of a model: the one that is under way, or one that waits for a worker from now on. From the first on the
 * model stays as it is. Throws MODEL_NOT_FOUND, and what can be said at once: INSUFFICIENT_DATA, TOO_MUCH_DATA.
 */
export const requestTraining = (
  app: RequestApp,
  modelId: number,
  cause: TrainingCause = 'asked',
  admit?: Admit,
): Promise<TrainingOf> => transaction(app.db, tx => requestTrainingIn(tx, app, modelId, cause, admit))

/** The same within a transaction. */
export async function requestTrainingIn(
  tx: Db,
  app: Omit<RequestApp, 'db'>,
  modelId: number,
  cause: TrainingCause,
  admit?: Admit,
): Promise<TrainingOf> {
  const locked = await lockModel(tx, modelId)
  const model = await findTrainedModel(tx, modelId)
  if (model === null) throw modelNotFound(modelId)
  const series = await seriesOfModel(tx, model)
  const most = Math.min(newestOf(model) ?? Infinity, Math.max(0, ...series.map(({ pointCount }) => pointCount)))
  if (most < 2)
    throw new Fault('INSUFFICIENT_DATA', `${model.scopeName} has no points to learn from yet`, {
      scope: model.scopeName,
    })
  const { perSeries } = dataLimits(app.config)
  if (model.seriesId !== null && most > perSeries)
    throw new Fault(
      'TOO_MUCH_DATA',
      `${model.scopeName} has ${most} points and a training takes at most ${perSeries}: let it learn from the newest (\`recent\`), or raise SERIEMA_LIMIT_TRAINING_POINTS`,
    )
  const now = app.clock()
  const { training, begun } = await beginTraining(tx, modelId, cause, now)
  if (begun) {
    await admit?.(countedAs(model))
    if (isDraft(locked)) await saveModel(tx, modelId, { trainedAt: now }, locked.updatedAt)
    await app.queue.send(tx, 'train', { trainingId: training.id })
    await announce(tx, [trainingProgressed(model.seriesId, training.id)], now)
  }
  return { ...training, seriesId: model.seriesId }
}

import { Fault } from '@seriema/domain/fault'
import { defineRetraining, type Retraining, retrainingDue } from '@seriema/domain/retraining'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { lockModel, type Model, saveModel } from '../../store/model.ts'
import { listRetraining } from '../../store/training/retraining.ts'
import { correlated } from '../../telemetry/trace.ts'
import { type RequestApp, requestTraining } from './request.ts'

/** Begins a training of every model whose time has come, or whose series have outgrown what it last learnt from. */
export async function retrainDue(app: RequestApp & Pick<Core, 'log'>, signal: AbortSignal): Promise<void> {
  for (const { modelId, retraining, last, points } of await listRetraining(app.db)) {
    if (signal.aborted) return
    const cause = retrainingDue(retraining, last, points, app.clock())
    if (cause === null) continue
    try {
      const { id } = await requestTraining(app, modelId, cause)
      correlated(`training-${id}`, () => app.log.info({ modelId, trainingId: id, cause }, 'a model is trained again'))
    } catch (error) {
      // What stands in its way now may be gone in an hour; the others are trained meanwhile.
      if (!(error instanceof Fault)) throw error
      app.log.warn({ err: error, modelId }, 'a model could not be trained again')
    }
  }
}

/** Whatever else a trained model is, when it is trained again may change. Throws INVALID_INPUT, MODEL_NOT_FOUND. */
export const changeRetraining = (app: Pick<Core, 'db' | 'clock'>, id: number, draft: Retraining): Promise<Model> => {
  const retraining = defineRetraining(draft)
  return transaction(app.db, async tx => {
    await lockModel(tx, id)
    return saveModel(tx, id, { retraining }, app.clock())
  })
}

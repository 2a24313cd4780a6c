import { Fault } from '@seriema/domain/fault'
import { retrainingDue } from '@seriema/domain/retraining'
import { listRetraining } from '../../store/training/retraining.ts'
import type { Core } from '../../core.ts'
import { type RequestApp, requestTraining } from './request.ts'

/** Begins a training of every model whose time has come, or whose series have outgrown what it last learnt from. */
export async function retrainDue(app: RequestApp & Pick<Core, 'log'>, signal: AbortSignal): Promise<void> {
  for (const { modelId, retraining, last, points } of await listRetraining(app.db)) {
    if (signal.aborted) return
    const cause = retrainingDue(retraining, last, points, app.clock())
    if (cause === null) continue
    try {
      await requestTraining(app, modelId, cause)
    } catch (error) {
      // What stands in its way now may be gone in an hour; the others are trained meanwhile.
      if (!(error instanceof Fault)) throw error
      app.log.warn({ err: error, modelId }, 'a model could not be trained again')
    }
  }
}

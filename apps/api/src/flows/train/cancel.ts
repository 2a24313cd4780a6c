import { Fault } from '@seriema/domain/fault'
import { enterState } from '@seriema/domain/training'
import type { Core } from '../../core.ts'
import { trainingProgressed } from '../../events/kinds/training.ts'
import { announce } from '../../events/log.ts'
import { transaction } from '../../store/database.ts'
import { findTrainedModel } from '../../store/training/subject.ts'
import { changeTraining, dropCheckpoint, findTrainings, lockTraining, type TrainingOf } from '../../store/training.ts'
import { countedAs } from './request.ts'

/**
 * Ends a training in whatever phase it is: its worker learns of it and stops within a second, and nothing of it is
 * registered. One that has ended stays as it is. `giveBack` is told of whose scope a training that was asked for counts no
 * longer. Throws TRAINING_NOT_FOUND.
 */
export const cancelTraining = (
  app: Pick<Core, 'db' | 'clock'>,
  id: number,
  giveBack?: (scope: string) => Promise<void>,
): Promise<TrainingOf> =>
  transaction(app.db, async tx => {
    const locked = await lockTraining(tx, id)
    const [found] = locked === null ? [] : await findTrainings(tx, [id])
    if (found === undefined) throw new Fault('TRAINING_NOT_FOUND', 'there is no training with this id (any more)')
    const now = app.clock()
    const course = enterState(found, 'cancelled', now)
    if (course === null) return found
    const ended = await changeTraining(tx, id, course)
    await dropCheckpoint(tx, id)
    await announce(tx, [trainingProgressed(found.seriesId, id)], now)
    if (giveBack !== undefined && found.cause === 'asked') {
      const model = await findTrainedModel(tx, found.modelId)
      if (model !== null) await giveBack(countedAs(model))
    }
    return { ...found, ...ended }
  })

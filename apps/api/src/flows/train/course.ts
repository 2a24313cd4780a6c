import {
  type EpochLoss,
  enterState,
  mostAttempts,
  nextTrainingStates,
  progressAfter,
  type TrainingPhase,
  type TrainingState,
  takeUp,
} from '@seriema/domain/training'
import { createPaced } from '../../concurrency/paced.ts'
import { rest } from '../../concurrency/retry.ts'
import type { Core } from '../../core.ts'
import { trainingProgressed } from '../../events/kinds/training.ts'
import { announce } from '../../events/log.ts'
import { type Db, transaction } from '../../store/database.ts'
import { findTrainedModel, type TrainedModel } from '../../store/training/subject.ts'
import {
  type Checkpoint,
  changeTraining,
  dropCheckpoint,
  findTrainings,
  lockTraining,
  saveCheckpoint,
  type Training,
  type TrainingChanges,
} from '../../store/training.ts'
import { throughOutage } from '../through-outage.ts'

export type CourseApp = Pick<Core, 'db' | 'clock' | 'log'>

/** A training in the hands of a worker: what is said of it is stored and announced, as long as it is this worker's. */
export interface Course {
  readonly id: number
  readonly attempt: number
  readonly startedAt: number
  /** Aborted when it is no longer this worker's, with `noLongerOurs`, and when the worker is to end. */
  readonly signal: AbortSignal
  /** The state it enters, with what else is known by then. Throws `noLongerOurs`. */
  enter(state: TrainingState, changes?: TrainingChanges): Promise<void>
  /** The same within a transaction, which it must be the last but announcing of; returns what to announce. */
  enterIn(tx: Db, state: TrainingState, changes?: TrainingChanges): Promise<Training>
  /** What is known of it besides. Throws `noLongerOurs`. */
  note(changes: TrainingChanges): Promise<void>
  /** What the numbers tell as they go; stored soon, a few times a second at most. */
  phase(phase: Exclude<TrainingPhase, 'collecting'>): void
  /** `checkpoint`: what to go on from after this pass; null where none was taken. */
  epoch(loss: EpochLoss, epochs: number, checkpoint: Omit<Checkpoint, 'epoch'> | null): void
  /** Resolves when all that was told is stored; throws where that was not to be had. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Why a worker lets go of a training: it was cancelled, its series is gone, or another has taken it up. */
export const noLongerOurs = new Error('this training is no longer in the hands of this worker')

/** Milliseconds between two writings of progress, between two looks at whether it was cancelled, and between checkpoints. */
const [pace, look, checkpointPace] = [400, 500, 2_000]
/** Keeping checkpoints takes one part in so many of the time at most. */
const checkpointShare = 10

/** null where there is nothing to do: it has ended, it is gone, or it was taken up too often and has failed now. */
export async function takeUpTraining(
  app: CourseApp,
  id: number,
  ending: AbortSignal,
): Promise<{ readonly course: Course; readonly model: TrainedModel } | null> {
  const taken = await throughOutage(
    () =>
      transaction(app.db, async tx => {
        const before = await lockTraining(tx, id)
        const model = before === null ? null : await findTrainedModel(tx, before.modelId)
        if (before === null || nextTrainingStates[before.state].length === 0) return null
        const now = app.clock()
        // Of a series that is deleted nothing is trained; should it come back, it can be asked for again.
        const end = model === null ? 'cancelled' : before.attempt >= mostAttempts ? 'failed' : null
        const course = end === null ? takeUp(before, now)! : enterState(before, end, now)!
        const why = `its worker ended ${mostAttempts} times before it was through: the logs of the workers say more`
        const training = await changeTraining(tx, id, { ...course, ...(end === 'failed' && { failure: why }) })
        if (end !== null) await dropCheckpoint(tx, id)
        await announce(tx, [trainingProgressed(model?.seriesId ?? null, id)], now)
        return end === null ? { training, model: model! } : null
      }),
    ending,
  )
  return taken === null ? null : { course: follow(app, taken.training, taken.model, ending), model: taken.model }
}

function follow(app: CourseApp, taken: Training, { seriesId }: TrainedModel, ending: AbortSignal): Course {
  const { id, attempt } = taken
  const lost = new AbortController()
  const closed = new AbortController()
  const signal = AbortSignal.any([ending, lost.signal])
  const { tell, settled } = createPaced(pace, signal)

  const ours = async (tx: Db): Promise<Training> => {
    const now = await lockTraining(tx, id)
    if (now !== null && isHeld(now, attempt)) return now
    lost.abort(noLongerOurs)
    throw noLongerOurs
  }
  const enterIn = async (tx: Db, state: TrainingState, changes: TrainingChanges = {}) => {
    const next = enterState(await ours(tx), state, app.clock())
    if (next === null) throw noLongerOurs
    if (nextTrainingStates[state].length === 0) await dropCheckpoint(tx, id)
    return changeTraining(tx, id, { ...next, ...changes })
  }
  const write = (work: (tx: Db) => Promise<unknown>) =>
    throughOutage(() =>
      transaction(app.db, async tx => {
        await work(tx)
        await announce(tx, [trainingProgressed(seriesId, id)], app.clock())
      }),
    )
  const passes = followPasses(taken.losses)

  void (async () => {
    while (!closed.signal.aborted && !lost.signal.aborted) {
      await rest(look, closed.signal)
      const found = await findTrainings(app.db, [id]).catch(() => null)
      if (found !== null && !(found[0] !== undefined && isHeld(found[0], attempt))) lost.abort(noLongerOurs)
    }
  })()

  return {
    id,
    attempt,
    startedAt: taken.startedAt!,
    signal,
    enter: (state, changes) => write(tx => enterIn(tx, state, changes)),
    enterIn,
    note: changes =>
      write(async tx => {
        await ours(tx)
        await changeTraining(tx, id, changes)
      }),
    phase: phase => tell(phase, () => write(tx => enterIn(tx, phase))),
    epoch(...pass) {
      passes.add(...pass)
      tell('passes', () =>
        passes.save(({ epochs, losses, checkpoint }) =>
          write(async tx => {
            const { progress } = await ours(tx)
            const { epoch } = losses.at(-1)!
            const come = Math.max(progress, progressAfter(epoch, epochs))
            await changeTraining(tx, id, { progress: come, epoch, epochs, losses })
            if (checkpoint !== null) await saveCheckpoint(tx, id, checkpoint)
          }),
        ),
      )
    },
    settled,
    async close() {
      closed.abort()
      await settled().catch(() => {})
    },
  }
}

/** Whether a training is in the hands of whoever took it up as this attempt. */
const isHeld = ({ attempt, state }: Training, ours: number): boolean =>
  attempt === ours && state !== 'queued' && nextTrainingStates[state].length > 0

interface Passes {
  readonly losses: readonly EpochLoss[]
  readonly epochs: number
  /** The newest to go on from; null where none came, or one was kept a moment ago. */
  readonly checkpoint: Checkpoint | null
}

/** What the passes brought so far, on top of those before the checkpoint it began from. */
function followPasses(before: readonly EpochLoss[]) {
  let losses = before
  let epochs = 0
  let checkpoint: Passes['checkpoint'] = null
  let checkpointDue = performance.now() + checkpointPace
  return {
    add(loss: EpochLoss, most: number, taken: Omit<Checkpoint, 'epoch'> | null) {
      losses = [...losses.filter(({ epoch }) => epoch < loss.epoch), loss]
      epochs = most
      if (taken !== null) checkpoint = { ...taken, epoch: loss.epoch }
    },
    async save(store: (passes: Passes) => Promise<void>) {
      const began = performance.now()
      const keeps = checkpoint !== null && began >= checkpointDue
      const passes = { losses, epochs, checkpoint: keeps ? checkpoint : null }
      if (keeps) checkpoint = null
      await store(passes)
      const took = performance.now() - began
      if (keeps) checkpointDue = performance.now() + Math.max(checkpointPace, checkpointShare * took)
    },
  }
}

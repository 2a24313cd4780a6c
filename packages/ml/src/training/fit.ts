import type { Feed } from '../runtime/session.ts'
import {
  isBest,
  noPlateau,
  noProgress,
  onPlateau,
  type Plateau,
  type Progress,
  progressed,
  shouldStop,
} from './progress.ts'
import type { Schedule } from './schedule.ts'
import type { Trainer, TrainingState } from './trainer.ts'

type Batch = Readonly<Record<string, Feed>>

export interface FitOptions {
  readonly trainer: Trainer
  /** The batches of an epoch, counted from 1; the same whenever they are asked for, where training is to be resumed. */
  readonly batches: (epoch: number) => Iterable<Batch>
  readonly epochs: number
  readonly schedule: Schedule
  /** The loss that decides which epoch is the best; that of the training batches where it is left out. */
  readonly validate?: (state: TrainingState) => Promise<number>
  /** Goes on from there instead of beginning; the trainer is to be opened with its `state`. */
  readonly from?: FitCheckpoint | undefined
  /** Epochs without a better one after which there is no further. */
  readonly patience?: number
  /** Halves the rate, on top of the schedule, when the deciding loss has not improved for this many epochs. */
  readonly plateau?: number
  /** Ends the training between two steps; what was best so far is still given back. */
  readonly signal?: AbortSignal
  readonly onStep?: (step: {
    readonly epoch: number
    readonly step: number
    readonly loss: number
    readonly rate: number
  }) => void
  /** Told after each epoch, with what is to be kept to go on from there. */
  readonly onEpoch?: (epoch: EpochResult, checkpoint: FitCheckpoint) => void
}

export interface EpochResult {
  readonly epoch: number
  readonly trainingLoss: number
  /** The one that decides. */
  readonly validationLoss: number
}

/** Where a run stands between two steps. Given back to `fit`, it goes on as if it had never stopped. Plain data. */
export interface FitCheckpoint {
  readonly state: TrainingState
  /** Null before the first epoch. */
  readonly best: TrainingState | null
  readonly progress: Progress
  readonly plateau: Plateau
  readonly epochs: readonly EpochResult[]
  /** Steps done since the last complete epoch, and the sum of their losses. */
  readonly steps: number
  readonly lossSum: number
}

export interface FitResult {
  /** The state after the best epoch; the last one where no epoch was completed. */
  readonly best: TrainingState
  /** 0: no epoch was completed with a loss that is a number. */
  readonly bestEpoch: number
  readonly epochs: readonly EpochResult[]
  readonly ended: 'finished' | 'stopped early' | 'cancelled' | 'diverged'
  /** Where it ended: a cancelled run goes on from there. */
  readonly checkpoint: FitCheckpoint
}

/** Trains until the epochs are done, nothing improves any more, or it is told to stop. */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { trainer, batches, schedule, signal, from, patience } = options
  const epochs: EpochResult[] = [...(from?.epochs ?? [])]
  let progress = from?.progress ?? noProgress
  let plateau = from?.plateau ?? noPlateau
  let best = from?.best ?? null
  let skipped = from?.steps ?? 0
  let lossSum = from?.lossSum ?? 0
  let steps = skipped
  let step = trainer.state().step
  const checkpoint = (state: TrainingState): FitCheckpoint => ({
    state,
    best,
    progress,
    plateau,
    epochs: [...epochs],
    steps,
    lossSum,
  })
  const end = (ended: FitResult['ended']): FitResult => {
    const state = trainer.state()
    return {
      best: best ?? state,
      bestEpoch: progress.bestEpoch,
      epochs,
      ended,
      checkpoint: checkpoint(state),
    }
  }
  while (epochs.length < options.epochs) {
    const epoch = epochs.length + 1
    if (patience !== undefined && steps === 0 && epochs.length > 0 && shouldStop(progress, patience))
      return end('stopped early')
    for (const batch of batches(epoch)) {
      if (skipped > 0) {
        skipped--
        continue
      }
      if (signal?.aborted) return end('cancelled')
      const pace = schedule(step + 1)
      const rate = pace.rate * plateau.factor
      const loss = await trainer.step(batch, { ...pace, rate })
      if (!Number.isFinite(loss)) return end('diverged')
      step++
      steps++
      lossSum += loss
      options.onStep?.({ epoch, step, loss, rate })
    }
    const trainingLoss = lossSum / steps
    const state = trainer.state()
    const validationLoss = options.validate ? await options.validate(state) : trainingLoss
    const result = { epoch, trainingLoss, validationLoss }
    epochs.push(result)
    progress = progressed(progress, validationLoss)
    if (isBest(progress)) best = state
    if (options.plateau !== undefined) plateau = onPlateau(plateau, validationLoss, { patience: options.plateau })
    steps = 0
    lossSum = 0
    options.onEpoch?.(result, checkpoint(state))
  }
  const stopped = patience !== undefined && shouldStop(progress, patience)
  return end(stopped ? 'stopped early' : 'finished')
}

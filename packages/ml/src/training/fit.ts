import type { Feed } from '../runtime/session.ts'
import { isBest, noProgress, type Progress, progressed, shouldStop } from './early-stopping.ts'
import { noPlateau, onPlateau } from './plateau.ts'
import type { Schedule } from './schedule.ts'
import type { Trainer, TrainingState } from './trainer.ts'

type Batch = Readonly<Record<string, Feed>>

export interface FitOptions {
  readonly trainer: Trainer
  /** The batches of an epoch, counted from 1. */
  readonly batches: (epoch: number) => Iterable<Batch>
  readonly epochs: number
  readonly schedule: Schedule
  /** The loss that decides which epoch is the best; that of the training batches where it is left out. */
  readonly validate?: (state: TrainingState) => Promise<number>
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
  readonly onEpoch?: (epoch: EpochResult) => void
}

export interface EpochResult {
  readonly epoch: number
  readonly trainingLoss: number
  /** The one that decides. */
  readonly validationLoss: number
}

export interface FitResult {
  /** The state after the best epoch; the last one where no epoch was completed. */
  readonly best: TrainingState
  readonly bestEpoch: number
  readonly epochs: readonly EpochResult[]
  readonly ended: 'finished' | 'stopped early' | 'cancelled' | 'diverged'
}

/** Trains until the epochs are done, nothing improves any more, or it is told to stop. */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { trainer, batches, schedule, signal } = options
  const epochs: EpochResult[] = []
  let progress: Progress = noProgress
  let plateau = noPlateau
  let best: TrainingState | null = null
  const end = (ended: FitResult['ended']): FitResult => ({
    best: best ?? trainer.state(),
    bestEpoch: progress.bestEpoch,
    epochs,
    ended,
  })
  let step = trainer.state().step
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    let total = 0
    let count = 0
    for (const batch of batches(epoch)) {
      if (signal?.aborted) return end('cancelled')
      step++
      const pace = schedule(step)
      const rate = pace.rate * plateau.factor
      const loss = await trainer.step(batch, { ...pace, rate })
      if (!Number.isFinite(loss)) return end('diverged')
      options.onStep?.({ epoch, step, loss, rate })
      total += loss
      count++
    }
    const trainingLoss = total / count
    const state = trainer.state()
    const validationLoss = options.validate ? await options.validate(state) : trainingLoss
    const result = { epoch, trainingLoss, validationLoss }
    epochs.push(result)
    options.onEpoch?.(result)
    progress = progressed(progress, validationLoss)
    if (isBest(progress)) best = state
    if (options.plateau !== undefined) plateau = onPlateau(plateau, validationLoss, { patience: options.plateau })
    if (options.patience !== undefined && shouldStop(progress, options.patience)) return end('stopped early')
  }
  return end('finished')
}

import type { EpochLoss } from '@seriema/domain/training'
import type { TrainingAbout, TrainingHooks, TrainingRequest } from '@seriema/ml/contract/trainable'
import { trainVersion } from '@seriema/ml/versions/train'
import { doApart } from '../../concurrency/apart/child.ts'
import { instant } from '../../telemetry/stretch.ts'

/** What a process that trains is told. */
export interface NumbersTask {
  readonly request: TrainingRequest
  readonly about: TrainingAbout
  /** What to go on from. */
  readonly from: Uint8Array | null
}

/** How far it is. */
export type NumbersNote =
  | { readonly phase: Parameters<NonNullable<TrainingHooks['onPhase']>>[0]; readonly at: number }
  | {
      readonly loss: EpochLoss
      readonly epochs: number
      /** After this pass; null where one was told a moment ago. */
      readonly checkpoint: Uint8Array | null
    }

/** Milliseconds between two checkpoints at least; making and sending them takes one part in so many of the time at most. */
const [pace, share] = [1_000, 10]

doApart<NumbersTask, NumbersNote>(({ request, about, from }, note) => {
  let due = performance.now() + pace
  const takeCheckpoint = (make: () => Uint8Array): Uint8Array => {
    const began = performance.now()
    const checkpoint = make()
    const now = performance.now()
    due = now + Math.max(pace, share * (now - began))
    return checkpoint
  }
  return trainVersion(request, about, {
    ...(from !== null && { from }),
    onPhase: phase => note({ phase, at: instant() }),
    onEpoch: (loss, epochs, checkpoint) =>
      note({ loss, epochs, checkpoint: performance.now() < due ? null : takeCheckpoint(checkpoint) }),
  })
})

import type { EpochLoss, ToldTraining, TrainingFields, TrainingPhase } from '../../graphql/training.ts'

/** The trainings of a model, the one asked for last first, and the loss curve of that one. */
export interface Trainings {
  readonly all: readonly TrainingFields[]
  readonly losses: readonly EpochLoss[]
  /** How many there are, listed or not. */
  readonly total: number
}

const together = 250

/** The pass up to which losses need not be told any more; it moves seldom, since with it the stream begins anew. */
export const knownUpTo = (losses: readonly EpochLoss[]): number =>
  Math.floor((losses.at(-1)?.epoch ?? 0) / together) * together

/** The same once trainings have come on; `told` have the losses of passes after `after`. */
export function tell(before: Trainings, told: readonly ToldTraining[], after: number): Trainings {
  return told.reduce(({ all, losses, total }, { losses: come, ...training }) => {
    const newest = all[0]?.id
    if (training.id === newest) {
      // One that begins anew has fewer passes behind it than it had.
      const kept = losses.filter(({ epoch }) => epoch <= Math.min(after, training.epoch))
      return { all: [training, ...all.slice(1)], losses: [...kept, ...come], total }
    }
    if (all.some(({ id }) => id === training.id))
      return { all: all.map(each => (each.id === training.id ? training : each)), losses, total }
    return { all: [training, ...all], losses: come, total: total + 1 }
  }, before)
}

const order: readonly TrainingPhase[] = ['COLLECTING', 'PREPROCESSING', 'TRAINING', 'EVALUATING']

export interface PhaseTook {
  readonly phase: TrainingPhase
  /** Milliseconds spent in it by all who took the training up; null where it was not reached. */
  readonly took: number | null
  readonly current: boolean
}

/** What a training goes through, in order, and how long each took until `now`, in epoch milliseconds. */
export const phasesOf = (training: Pick<TrainingFields, 'state' | 'phases'>, now: number): readonly PhaseTook[] =>
  order.map(phase => {
    const spent = training.phases.filter(each => each.phase === phase)
    const took = spent.map(({ from, to }) => Math.max(0, (to === null ? now : Date.parse(to)) - Date.parse(from)))
    return {
      phase,
      took: took.length === 0 ? null : took.reduce((sum, each) => sum + each, 0),
      current: training.state === phase,
    }
  })

/** The pass with the least validation loss so far; null before the first. */
export const bestOf = (losses: readonly EpochLoss[]): EpochLoss | null =>
  losses.reduce<EpochLoss | null>(
    (best, each) => (best === null || each.validation < best.validation ? each : best),
    null,
  )

/** Whether a training ended in a version that had been made of the same before. */
export const madeBefore = ({ version, requestedAt }: Pick<TrainingFields, 'version' | 'requestedAt'>): boolean =>
  version !== null && Date.parse(version.createdAt) < Date.parse(requestedAt)

/** What may follow each state; one that nothing follows is an end. A training whose worker died waits for another. */
export const nextTrainingStates = {
  queued: ['collecting', 'failed', 'cancelled'],
  collecting: ['preprocessing', 'queued', 'completed', 'failed', 'cancelled'],
  preprocessing: ['training', 'queued', 'completed', 'failed', 'cancelled'],
  training: ['evaluating', 'queued', 'failed', 'cancelled'],
  evaluating: ['completed', 'queued', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type TrainingState = keyof typeof nextTrainingStates
export type TrainingEnd = 'completed' | 'failed' | 'cancelled'
/** What a worker does one after the other. */
export const trainingPhases = ['collecting', 'preprocessing', 'training', 'evaluating'] as const
export type TrainingPhase = (typeof trainingPhases)[number]

export const trainingStates = Object.keys(nextTrainingStates) as readonly TrainingState[]
/** Those that a training under way is in. */
export const unfinishedStates = trainingStates.filter(state => nextTrainingStates[state].length > 0)

export const mayFollow = (from: TrainingState, to: TrainingState): boolean =>
  (nextTrainingStates[from] as readonly TrainingState[]).includes(to)

/** Why a training was begun: somebody asked, its schedule was due, or the series had outgrown its version. */
export const trainingCauses = ['asked', 'scheduled', 'outgrown'] as const
export type TrainingCause = (typeof trainingCauses)[number]

/** Losses of one pass over the data; `validation` is the one that decides. */
export interface EpochLoss {
  /** Counted from 1. */
  readonly epoch: number
  readonly training: number
  readonly validation: number
}

/** When a phase began, in epoch milliseconds. It ended when the next one began, or the training. */
export interface PhaseStart {
  readonly phase: TrainingPhase
  readonly at: number
}

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

/** How far a training is, and what it went through. */
export interface TrainingCourse {
  readonly state: TrainingState
  /** Counts the workers that took it up: only the last of them may say more. */
  readonly attempt: number
  /** In [0, 1]; never falls within an attempt. */
  readonly progress: number
  readonly phases: readonly PhaseStart[]
  /** Epoch milliseconds. */
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

/** Share of the work that is behind whoever enters a state: most of it is learning. */
const behind: Readonly<Record<TrainingState, number>> = {
  queued: 0,
  collecting: 0,
  preprocessing: 0.05,
  training: 0.1,
  evaluating: 0.9,
  completed: 1,
  failed: 0,
  cancelled: 0,
}

/** The course after a change of state; null where that may not follow. `now` in epoch milliseconds. */
export function enterState(course: TrainingCourse, to: TrainingState, now: number): TrainingCourse | null {
  if (!mayFollow(course.state, to)) return null
  const ended = nextTrainingStates[to].length === 0
  const phase = trainingPhases.find(each => each === to)
  return {
    state: to,
    attempt: to === 'collecting' ? course.attempt + 1 : course.attempt,
    progress: to === 'collecting' ? 0 : Math.max(course.progress, behind[to]),
    phases: phase === undefined ? course.phases : [...course.phases, { phase, at: now }],
    startedAt: to === 'collecting' ? (course.startedAt ?? now) : course.startedAt,
    finishedAt: ended ? now : null,
  }
}

/**
 * The course of one that a worker takes up, be it new or left behind by a worker that is gone: it begins at collecting.
 * null where it has ended.
 */
export function takeUp(course: TrainingCourse, now: number): TrainingCourse | null {
  const waiting = course.state === 'queued' ? course : enterState(course, 'queued', now)
  return waiting === null ? null : enterState(waiting, 'collecting', now)
}

/** Progress after a pass of `epochs` at most. */
export const progressAfter = (epoch: number, epochs: number): number =>
  behind.training + (behind.evaluating - behind.training) * Math.min(1, epochs > 0 ? epoch / epochs : 1)

/** Workers that take a training up at most: one whose worker ends each time is given up. */
export const mostAttempts = 10

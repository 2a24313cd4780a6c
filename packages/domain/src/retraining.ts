import { Fault } from './fault.ts'
import type { TrainingCause } from './training.ts'

/** When a model is trained again by itself. */
export interface Retraining {
  /** Whether as soon as its series have outgrown what it last learnt from. */
  readonly outgrown: boolean
  /** Hours after the training before it; null: by no schedule. */
  readonly everyHours: number | null
  /** Whether its new version speaks at once where the one before spoke. */
  readonly speaks: boolean
}

/** Hours of a schedule: up to a year. */
export const retrainingHours = [1, 8_784] as const

/** null where it asks for nothing. Throws INVALID_INPUT. */
export function defineRetraining({ outgrown, everyHours, speaks }: Retraining): Retraining | null {
  const [least, most] = retrainingHours
  if (everyHours !== null && !(Number.isInteger(everyHours) && everyHours >= least && everyHours <= most))
    throw new Fault('INVALID_INPUT', `everyHours is a whole number from ${least} to ${most}, not ${everyHours}`)
  return outgrown || everyHours !== null ? { outgrown, everyHours, speaks } : null
}

/**
 * Whether a series has grown since by enough to learn from it again: by a tenth, by 16 points at least and 512 at most.
 * One that shrank was begun anew.
 */
export const outgrown = (then: number, now: number): boolean =>
  now < then || now - then >= Math.max(16, Math.min(512, then / 10))

/** The last training of a model, however it ended. */
export interface LastTraining {
  readonly requestedAt: number
  /** Stored points it was given; null where it did not come that far. */
  readonly points: number | null
}

const hour = 3_600_000

/** Why a model that has been trained is to be again; null where it is not. `points`: stored now, `now`: epoch milliseconds. */
export function retrainingDue(
  { outgrown: byGrowth, everyHours }: Retraining,
  last: LastTraining,
  points: number,
  now: number,
): TrainingCause | null {
  if (everyHours !== null && now - last.requestedAt >= everyHours * hour) return 'scheduled'
  // One that failed before it had its data is tried again, but not all the time.
  if (byGrowth && last.points === null) return now - last.requestedAt >= hour ? 'outgrown' : null
  return byGrowth && outgrown(last.points!, points) ? 'outgrown' : null
}

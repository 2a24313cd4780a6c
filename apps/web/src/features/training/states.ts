import type { TrainingState } from '../../graphql/training.ts'

export type EndState = 'COMPLETED' | 'FAILED' | 'CANCELLED'

/** Whether a training has ended, however it did. */
export const isOver = (state: TrainingState): state is EndState =>
  state === 'COMPLETED' || state === 'FAILED' || state === 'CANCELLED'

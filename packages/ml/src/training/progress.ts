/** What a training run has come to: the best epoch so far, and how long it has been the best. */
export interface Progress {
  readonly best: number
  /** Counted from 1; 0 before there is one. */
  readonly bestEpoch: number
  readonly epoch: number
}

export const noProgress: Progress = { best: Number.POSITIVE_INFINITY, bestEpoch: 0, epoch: 0 }

/** One epoch on. A loss that is not a number is never the best. */
export function progressed({ best, bestEpoch, epoch }: Progress, loss: number): Progress {
  const next = epoch + 1
  return loss < best ? { best: loss, bestEpoch: next, epoch: next } : { best, bestEpoch, epoch: next }
}

export const isBest = ({ bestEpoch, epoch }: Progress): boolean => bestEpoch === epoch

/** True once the best epoch lies `patience` epochs back. */
export const shouldStop = ({ bestEpoch, epoch }: Progress, patience: number): boolean => epoch - bestEpoch >= patience

export interface Plateau {
  readonly factor: number
  readonly best: number
  readonly waited: number
}

export const noPlateau: Plateau = { factor: 1, best: Number.POSITIVE_INFINITY, waited: 0 }

/** The factor on the rate after one more validation loss: halved whenever it has not improved for `patience` of them. */
export function onPlateau(state: Plateau, loss: number, { patience = 10, by = 0.5, lowest = 1e-4 } = {}): Plateau {
  if (loss < state.best * (1 - 1e-4)) return { ...state, best: loss, waited: 0 }
  if (state.waited < patience) return { ...state, waited: state.waited + 1 }
  return { factor: Math.max(lowest, state.factor * by), best: state.best, waited: 0 }
}

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

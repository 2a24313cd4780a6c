import { type BlockLoss, countOf, meanLoss } from './block-loss.ts'
import type { TrainingState } from './trainer.ts'

export type Weights = TrainingState['weights']

/** Weights on the straight line between those a training began with and those it came to. */
export interface Settled {
  readonly weights: Weights
  /** How far along the line: 0 where it began, 1 where it came to. */
  readonly share: number
  /** On what was not learnt from, of these weights. */
  readonly loss: number
  /** Of those it began with. */
  readonly startLoss: number
}

/** The line is walked in this many steps. */
const steps = 10

/**
 * Fine-tuning goes further in its direction than what comes after its validation bears out. From where it came to, this
 * walks back towards the start (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022) past the least loss, as
 * far as the loss is within one standard error of it, and better than the start's: the smallest change that cannot be
 * told from the best (Breiman et al., "Classification and regression trees", 1984). Where nothing on the way is better
 * than the start, it is the start. `lossesOf` is told weights, and gives their losses, always of the same blocks, on what
 * was not learnt from; one that is not a number is worse than any.
 */
export async function settled(
  start: Weights,
  trained: Weights,
  lossesOf: (weights: Weights) => Promise<readonly BlockLoss[]>,
): Promise<Settled> {
  const startLoss = meanLoss(await lossesOf(start))
  let best: readonly BlockLoss[] | null = null
  let chosen: Settled = { weights: start, share: 0, loss: startLoss, startLoss }
  for (let step = steps; step > 0; step--) {
    const share = step / steps
    const weights = between(start, trained, share)
    const losses = await lossesOf(weights)
    const loss = meanLoss(losses)
    if (best === null || loss < meanLoss(best)) best = losses
    else if (!(loss - meanLoss(best) <= standardError(losses, best))) break
    if (Number.isFinite(loss) && !(loss >= startLoss)) chosen = { weights, share, loss, startLoss }
  }
  return chosen
}

/** Of the difference of two means over the same blocks; 0 where there is only one. */
function standardError(a: readonly BlockLoss[], b: readonly BlockLoss[]): number {
  if (a.length < 2) return 0
  const mean = meanLoss(a) - meanLoss(b)
  const squares = a.reduce((sum, { count, loss }, i) => sum + count * (loss - b[i]!.loss - mean) ** 2, 0)
  return Math.sqrt(squares / countOf(a) / (a.length - 1))
}

/** What is the same on both sides stays the same memory. */
function between(start: Weights, trained: Weights, share: number): Weights {
  if (share === 1) return trained
  const mixed = [...trained].map(([name, to]) => {
    const from = start.get(name)!
    return [name, from === to ? to : to.map((value, i) => from[i]! + share * (value - from[i]!))] as const
  })
  return new Map(mixed)
}

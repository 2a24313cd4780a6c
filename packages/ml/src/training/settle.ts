import type { TrainingState } from './trainer.ts'

export type Weights = TrainingState['weights']

/** Weights on the straight line between those a training began with and those it came to. */
export interface Settled {
  readonly weights: Weights
  /** How far along the line: 0 where it began, 1 where it came to. */
  readonly share: number
  /** What decides, of these weights. */
  readonly loss: number
  /** Of those it began with. */
  readonly startLoss: number
}

/** The line is walked in this many steps. */
const steps = 10

/**
 * Fine-tuning goes further in its direction than what it has not seen bears out. From where it came to, this walks back
 * towards the start as long as the loss falls (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022); it is
 * the start itself where nothing on the way is better. `lossOf` is told weights, and gives their loss on what was not
 * learnt from; one that is not a number is worse than any.
 */
export async function settled(
  start: Weights,
  trained: Weights,
  lossOf: (weights: Weights) => Promise<number>,
): Promise<Settled> {
  const startLoss = await lossOf(start)
  let best: Settled | null = null
  for (let step = steps; step > 0; step--) {
    const share = step / steps
    const weights = between(start, trained, share)
    const loss = await lossOf(weights)
    if (!(loss < (best?.loss ?? Number.POSITIVE_INFINITY))) break
    best = { weights, share, loss, startLoss }
  }
  return best !== null && !(best.loss >= startLoss) ? best : { weights: start, share: 0, loss: startLoss, startLoss }
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

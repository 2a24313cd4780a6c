import { empty, noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'

/** The steps from value to value beside the values themselves: whether a level holds still, or wanders. */
export interface Wandering {
  readonly steps: SlidingMoments
  last: number
}

/** @param width of the window of values; there is a step fewer */
export const noWandering = (width: number): Wandering => ({
  steps: noMomentsYet(Math.max(1, width - 1)),
  last: Number.NaN,
})

/** The next value follows upon none. */
export function forgetSteps(wandering: Wandering): void {
  empty(wandering.steps)
  wandering.last = Number.NaN
}

export function wander(wandering: Wandering, value: number): void {
  if (!Number.isNaN(wandering.last)) slide(wandering.steps, value - wandering.last)
  wandering.last = value
}

/**
 * The spread about the mean of a window whose level wanders; 0 where it holds still. It wanders where its values depend on
 * those before them: where the autocorrelation at one step, 1 − Σ step² / 2 Σ deviation² (von Neumann 1941), is above 2/√n,
 * which independent values reach once in forty windows (1/√n while the window is young and little is known). A standard
 * deviation is then no measure of what comes next: usual is what the window has visited, and `threshold` usual
 * steps beyond.
 */
export function wanderingSpread({ steps }: Wandering, window: SlidingMoments, threshold: number): number {
  const { count, mean, squares, block } = window
  const usual = (steps.squares + steps.count * steps.mean ** 2) / steps.count
  const doubt = count < block.length ? 1 : 2
  if (!(usual < 2 * (1 - doubt / Math.sqrt(count)) * (squares / count))) return 0
  let reach = 0
  for (let i = 0; i < count; i++) reach = Math.max(reach, Math.abs(block[i]! - mean))
  return Math.sqrt(usual) + reach / threshold
}

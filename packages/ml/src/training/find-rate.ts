export interface RateTrial {
  readonly rate: number
  /** Smoothed. */
  readonly loss: number
}

export interface FindRateOptions {
  readonly from?: number
  readonly to?: number
  readonly steps?: number
  /** How much of the past the smoothed loss keeps. */
  readonly smoothing?: number
  /** Ends the search when the smoothed loss is this many times the best. */
  readonly worst?: number
  /** Ends the search between two steps, with what was found so far. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Smith's range test ("Cyclical learning rates for training neural networks", 2017): the rate grows exponentially from
 * step to step until the loss does. The trials are given back with the rate of the valley. `step` trains one step and
 * gives its loss; whoever calls restores the weights afterwards. Null where not a single loss was a number.
 */
export async function findRate(
  step: (rate: number) => Promise<number>,
  { from = 1e-7, to = 10, steps = 100, smoothing = 0.98, worst = 4, signal }: FindRateOptions = {},
): Promise<{ rate: number | null; trials: readonly RateTrial[] }> {
  const trials: RateTrial[] = []
  let average = 0
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < steps && !signal?.aborted; i++) {
    const rate = from * (to / from) ** (i / (steps - 1))
    average = smoothing * average + (1 - smoothing) * (await step(rate))
    const loss = average / (1 - smoothing ** (i + 1))
    if (!Number.isFinite(loss) || loss > worst * best) break
    best = Math.min(best, loss)
    trials.push({ rate, loss })
  }
  return { rate: trials[valley(trials.map(({ loss }) => loss))]?.rate ?? null, trials }
}

/**
 * The middle of the longest falling stretch, which need not fall at every step: where fastai, and IBM's code after it,
 * finds the valley. 0 where nothing falls.
 */
export function valley(losses: readonly number[]): number {
  const lengths = losses.map(() => 1)
  let end = 0
  losses.forEach((loss, i) => {
    for (let j = 0; j < i; j++) {
      if (loss < losses[j]! && lengths[i]! <= lengths[j]!) lengths[i] = lengths[j]! + 1
    }
    if (lengths[i]! > lengths[end]!) end = i
  })
  const length = lengths[end] ?? 1
  if (length === 1) return 0
  const section = length / 3
  return Math.max(0, end - length + Math.floor(section) + Math.floor(section / 2))
}

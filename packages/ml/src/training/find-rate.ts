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
}

/**
 * Smith's range test: the rate grows exponentially from step to step until the loss does. The trials are given back
 * with the rate in the longest valley, a third of the way into the longest stretch of falling loss counted from its
 * bottom. `step` trains one step and gives its loss; whoever calls restores the weights afterwards.
 */
export async function findRate(
  step: (rate: number) => Promise<number>,
  { from = 1e-7, to = 10, steps = 100, smoothing = 0.98, worst = 4 }: FindRateOptions = {},
): Promise<{ rate: number; trials: readonly RateTrial[] }> {
  const trials: RateTrial[] = []
  let average = 0
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < steps; i++) {
    const rate = from * (to / from) ** (i / (steps - 1))
    average = smoothing * average + (1 - smoothing) * (await step(rate))
    const loss = average / (1 - smoothing ** (i + 1))
    if (!Number.isFinite(loss) || loss > worst * best) break
    best = Math.min(best, loss)
    trials.push({ rate, loss })
  }
  return { rate: valley(trials), trials }
}

/** Two thirds down the longest run of falling losses. */
function valley(trials: readonly RateTrial[]): number {
  const longest = trials.map(() => 1)
  const from = trials.map((_, i) => i)
  let end = 0
  trials.forEach(({ loss }, i) => {
    for (let j = 0; j < i; j++) {
      if (loss < trials[j]!.loss && longest[j]! + 1 > longest[i]!) {
        longest[i] = longest[j]! + 1
        from[i] = from[j]!
      }
    }
    if (longest[i]! > longest[end]!) end = i
  })
  const start = from[end] ?? 0
  return trials[start + Math.floor(((end - start) * 2) / 3)]?.rate ?? 0
}

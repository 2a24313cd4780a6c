import type { Random } from '../layers/initialise.ts'

/** Draws from the distributions that made series are made of; all rest on one stream of uniform numbers. */
export interface Draws {
  readonly uniform: Random
  /** Standard normal. */
  normal(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform in the logarithm: as likely between 1 and 10 as between 10 and 100. */
  logBetween(low: number, high: number): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T
  /** Student's t with a whole number of degrees of freedom. */
  student(freedom: number): number
  /** Poisson with this mean; normal where the mean is large. */
  poisson(mean: number): number
}

export function draws(uniform: Random): Draws {
  let spare: number | null = null
  const draw: Draws = {
    uniform,
    normal() {
      if (spare !== null) {
        const kept = spare
        spare = null
        return kept
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    between: (low, high) => low + (high - low) * uniform(),
    logBetween: (low, high) => low * (high / low) ** uniform(),
    whole: (low, high) => low + Math.floor((high - low + 1) * uniform()),
    chance: probability => uniform() < probability,
    pick: choices => choices[Math.floor(choices.length * uniform())]!,
    weighted(choices) {
      let left = uniform() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, choice] of choices) {
        left -= weight
        if (left < 0) return choice
      }
      return choices.at(-1)![1]
    },
    student(freedom) {
      let squares = 0
      for (let i = 0; i < freedom; i++) squares += draw.normal() ** 2
      return draw.normal() / Math.sqrt(squares / freedom)
    },
    poisson(mean) {
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * draw.normal()))
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = uniform(); product > limit; product *= uniform()) count++
      return count
    },
  }
  return draw
}

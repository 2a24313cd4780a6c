import { add, divide, multiply, sqrt, square, subtract } from '../graph/ops/elementwise.ts'
import type { Tensor } from '../graph/tensor.ts'

/** What a schedule decides for one step. `momentum` replaces the optimiser's own where it is cycled. */
export interface Pace {
  readonly rate: number
  readonly momentum?: number
}

/** One parameter after a step, and what the optimiser remembers of it. */
export interface Updated {
  readonly parameter: Tensor
  readonly slots: readonly Tensor[]
}

/**
 * An optimiser as a pair of pure functions: the numbers of a step (the first is 1), and the graph that applies them to
 * any parameter. Slots have the parameter's shape and begin as zeros.
 */
export interface Optimiser<Name extends string = string> {
  readonly slots: readonly string[]
  readonly numbers: readonly Name[]
  pace(step: number, pace: Pace): Readonly<Record<Name, number>>
  update(
    parameter: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    numbers: Readonly<Record<Name, Tensor>>,
  ): Updated
}

/** p ← p − η·(momentum·b + g). Plain gradient descent where the momentum is 0. */
export function sgd(momentum = 0): Optimiser<'rate' | 'momentum'> {
  return {
    slots: momentum === 0 ? [] : ['velocity'],
    numbers: ['rate', 'momentum'],
    pace: (_, pace) => ({ rate: pace.rate, momentum: pace.momentum ?? momentum }),
    update(parameter, gradient, [velocity], { rate, momentum }) {
      if (velocity === undefined) return { parameter: subtract(parameter, multiply(gradient, rate)), slots: [] }
      const next = add(multiply(velocity, momentum), gradient)
      return { parameter: subtract(parameter, multiply(next, rate)), slots: [next] }
    },
  }
}

export interface AdamOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly weightDecay?: number
}

type AdamNumbers = 'beta1' | 'rest1' | 'beta2' | 'epsilon' | 'size' | 'keep'

/** Adam with decoupled weight decay (Loshchilov and Hutter), as PyTorch computes it. */
export const adamW = ({ weightDecay = 0.01, ...options }: AdamOptions = {}): Optimiser<AdamNumbers> =>
  adam({ ...options, weightDecay })

/**
 * Adam (Kingma and Ba). `weightDecay` is decoupled. The second slot is the second moment over 1 − β₂, which saves an
 * operation on every parameter: with s = √((1 − β₂)/(1 − β₂ᵗ)), √v̂ + ε is s·(√u + ε/s).
 */
export function adam(options: AdamOptions = {}): Optimiser<AdamNumbers> {
  const { beta1: usual = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options
  return {
    slots: ['first', 'second'],
    numbers: ['beta1', 'rest1', 'beta2', 'epsilon', 'size', 'keep'],
    pace(step, { rate, momentum: beta1 = usual }) {
      const scale = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
      return {
        beta1,
        rest1: 1 - beta1,
        beta2,
        epsilon: epsilon / scale,
        size: rate / (1 - beta1 ** step) / scale,
        keep: 1 - rate * weightDecay,
      }
    },
    update(parameter, gradient, slots, { beta1, rest1, beta2, epsilon, size, keep }) {
      const [first, second] = slots as [Tensor, Tensor]
      const m = add(multiply(first, beta1), multiply(gradient, rest1))
      const u = add(multiply(second, beta2), square(gradient))
      const change = multiply(divide(m, add(sqrt(u), epsilon)), size)
      const decayed = weightDecay === 0 ? parameter : multiply(parameter, keep)
      return { parameter: subtract(decayed, change), slots: [m, u] }
    },
  }
}

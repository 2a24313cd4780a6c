import type { Pace } from './optimiser.ts'

/** The pace of each step, the first of which is 1. */
export type Schedule = (step: number) => Pace

export const steady =
  (rate: number): Schedule =>
  () => ({ rate })

/** Half a cosine from `from` at 0 to `to` at 1. */
const cosine = (from: number, to: number, part: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * part))

/** Down from `rate` to `last` along half a cosine, in `steps` steps. */
export const cosineDecay =
  (rate: number, steps: number, last = 0): Schedule =>
  step => ({ rate: cosine(rate, last, Math.min(1, (step - 1) / Math.max(1, steps - 1))) })

/**
 * Smith's one cycle as PyTorch computes it: from a 25th of `rate` up to it in the first 30 % of the steps, then down to
 * next to nothing; the momentum goes the other way, from 0.95 to 0.85 and back.
 */
export function oneCycle(rate: number, steps: number, { warm = 0.3, lowest = 1 / 25, last = 1e-4 } = {}): Schedule {
  const peak = warm * steps - 1
  return step => {
    const at = Math.min(step, steps) - 1
    if (at <= peak) {
      const part = peak === 0 ? 1 : at / peak
      return { rate: cosine(rate * lowest, rate, part), momentum: cosine(0.95, 0.85, part) }
    }
    const part = (at - peak) / (steps - 1 - peak)
    return { rate: cosine(rate, rate * lowest * last, part), momentum: cosine(0.85, 0.95, part) }
  }
}

/**
 * Up to `rate` in `warm` steps, level, and down along a straight line to nothing in the last `decay` of all steps. Up to
 * there it does not rest on `steps`, so a run can be made longer while it goes (Hägele et al., 2024).
 */
export const warmStableDecay =
  (rate: number, steps: number, { warm = 500, decay = 0.3 } = {}): Schedule =>
  step => ({ rate: rate * Math.max(0, Math.min(1, step / warm, (steps + 1 - step) / (decay * steps))) })

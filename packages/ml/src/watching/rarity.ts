import { newScoreCalibration, rawScoreAt } from '../calibration/score-calibration.ts'
import { highestScore } from '../contract/scorer.ts'
import { greater, where } from '../graph/ops/comparison.ts'
import { add, divide, maximum, minimum, multiply, subtract } from '../graph/ops/elementwise.ts'
import { sum } from '../graph/ops/reduce.ts'
import { constant, double, type Tensor } from '../graph/tensor.ts'
import { noTail, rarity } from '../statistics/tail.ts'

/** The standard deviations between which what a raw score is worth is a straight line. */
const worth = [...Array.from({ length: 21 }, (_, i) => i / 4), 6, 8, 11, 15, 20, 30]
/** Least share by which a raw score lies above the one that is worth less. */
const leastRise = 1e-6

/** The raw scores that are worth so many standard deviations: strictly ascending, one for each of `worth`. */
export type Knots = readonly number[]

/**
 * What raw scores are worth by how rare they were in those given: a tail fitted to them, beyond which rarity grows on. Raw
 * scores are to be in units of what is usual, which is what they are worth where nearly all of them are nothing.
 */
export function knotsOf(raws: Iterable<number>): Knots {
  const tail = noTail()
  for (const raw of raws) rarity(tail, raw)
  if (tail.edge === 0) return worth
  const calibration = newScoreCalibration(tail)
  const knots: number[] = []
  worth.forEach((sigmas, i) => {
    const raw = rawScoreAt(calibration, sigmas)
    const before = knots[i - 1] ?? 0
    const least = before + leastRise * Math.max(before, leastRise)
    knots.push(
      Number.isFinite(raw) && raw < highestScore ? Math.max(raw, least) : before + sigmas - (worth[i - 1] ?? 0),
    )
  })
  return knots
}

export const areKnots = (knots: unknown): knots is Knots =>
  Array.isArray(knots) &&
  knots.length === worth.length &&
  knots.every((knot, i) => Number.isFinite(knot) && knot >= 0 && (i === 0 || knot > knots[i - 1]))

const last = worth.length - 1

/** In standard deviations; beyond the last knot as it rises before it, up to `highestScore`. NaN stays NaN. */
export function sigmasOf(knots: Knots, raw: number): number {
  if (Number.isNaN(raw) || raw <= knots[0]!) return raw - raw
  let i = 1
  while (i < last && raw > knots[i]!) i++
  const share = (raw - knots[i - 1]!) / (knots[i]! - knots[i - 1]!)
  return Math.min(highestScore, worth[i - 1]! + share * (worth[i]! - worth[i - 1]!))
}

/** The inverse. */
export function rawAt(knots: Knots, sigmas: number): number {
  let i = 1
  while (i < last && sigmas > worth[i]!) i++
  const share = (sigmas - worth[i - 1]!) / (worth[i]! - worth[i - 1]!)
  return knots[i - 1]! + share * (knots[i]! - knots[i - 1]!)
}

/** `sigmasOf` of raw scores [batch, 1]. Each stretch between knots adds what of it was passed: nothing is taken away. */
export function sigmasGraph(knots: Knots, raw: Tensor): Tensor {
  const row = (of: (i: number) => number) =>
    constant(
      Float64Array.from({ length: last }, (_, i) => of(i)),
      [1, last],
    )
  const gaps = row(i => knots[i + 1]! - knots[i]!)
  const rises = row(i => worth[i + 1]! - worth[i]!)
  const ends = row(i => (i === last - 1 ? Number.MAX_VALUE : 1))
  const passed = divide(
    subtract(
      raw,
      row(i => knots[i]!),
    ),
    gaps,
  )
  const within = minimum(maximum(passed, double(0)), ends)
  const sigmas = sum(multiply(within, rises), [1])
  // A sum of what is bounded on both sides need not keep what is not a number.
  const kept = add(sigmas, subtract(raw, raw))
  return where(greater(kept, double(highestScore)), double(highestScore), kept)
}

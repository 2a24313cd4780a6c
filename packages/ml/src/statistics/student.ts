import { normalQuantile } from './normal.ts'

/**
 * Quantile of Student's t with `freedom` degrees for p in (0, 1): the expansion of Cornish and Fisher about the normal one
 * (Abramowitz & Stegun 26.7.5), within 1 % from 4 degrees on for p from 0.005 to 0.995.
 */
export function studentQuantile(p: number, freedom: number): number {
  const z = normalQuantile(p)
  const [z3, z5, z7, z9] = [z ** 3, z ** 5, z ** 7, z ** 9]
  return (
    z +
    (z3 + z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * freedom ** 4)
  )
}

/** Powers of two between which the largest value of a channel may lie: their squares can be summed up, and told from 0. */
const [least, most] = [2 ** -400, 2 ** 400]

/**
 * The power of two by which values are to be multiplied, so that nothing that is computed with them overflows: 1 for all
 * that anybody ever measured. Multiplying and dividing by it loses nothing but what is 10^180 times smaller than the
 * largest.
 */
export function saneScale(values: Float64Array): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  if (!(largest > most) && (largest === 0 || largest >= least)) return 1
  return 2 ** Math.max(-1_000, Math.min(1_000, -Math.ceil(Math.log2(largest))))
}

/** Values multiplied; the same array where that is by 1. */
export const scaledBy = (values: Float64Array, scale: number): Float64Array =>
  scale === 1 ? values : values.map(value => value * scale)

/** Values in their own unit again: every one finite, as far as doubles go. What is not a number stays so. */
export const inOwnUnit = (values: Float64Array, scale: number): Float64Array =>
  values.map(value => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value / scale)))

/** Neighbouring numbers of this magnitude are at least so far apart, relative to it. */
const resolution = 2 ** -50

/**
 * Round numbers within `[low, high]`, about `count` of them, one step of 1, 2 or 5 · 10ⁿ apart; never two that are the
 * same number, however close the ends are to each other or to the ends of what a number can be.
 */
export function ticks(low: number, high: number, count: number): { step: number; values: number[] } {
  const finest = Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE / resolution) * resolution
  // Halves, since the whole span of the greatest numbers is none.
  const rough = Math.max(finest, ((high / 2 - low / 2) / Math.max(1, count)) * 2)
  const power = 10 ** Math.floor(Math.log10(rough))
  const fraction = rough / power
  const step = power * (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10)
  const values: number[] = []
  // Adding 0 makes a negative zero a plain one.
  for (let i = Math.ceil(low / step); i * step <= high; i++) values.push(i * step + 0)
  return { step, values }
}

import { formatFixed } from '../number.ts'

export interface TickLabels {
  readonly labels: readonly string[]
  /** What to add to every label; 0 for labels that say all. */
  readonly offset: number
  /** Power of ten to multiply every label with before that. */
  readonly exponent: number
}

/** Longer labels would leave the room beside the plot. */
const longest = 7

/** Values that share more leading digits than this are told by what differs. */
const mostDigits = 4

/**
 * Labels of values `step` apart, no two alike: as they are where that is short, else as multiples of a power of ten,
 * and where they differ only in late digits as distances from a round number.
 */
export function tickLabels(values: readonly number[], step: number): TickLabels {
  const plain = values.map(value => formatFixed(value, decimalsOf(step)))
  if (plain.every(label => label.length <= longest)) return { labels: plain, offset: 0, exponent: 0 }

  const offset = orderOf(greatest(values)) - orderOf(step) >= mostDigits ? roundNear(values, step) : 0
  const rest = values.map(value => value - offset)
  const whole = rest.map(value => formatFixed(value, decimalsOf(step)))
  const short = whole.every(label => label.length < longest)
  const exponent = short ? 0 : Math.floor(orderOf(Math.max(step, greatest(rest))) / 3) * 3
  const labels = short
    ? whole
    : rest.map(value => formatFixed(scaled(value, exponent), decimalsOf(scaled(step, exponent))))
  return { labels: offset === 0 ? labels : labels.map(signed), offset, exponent }
}

/** The same number with its decimal point moved by `exponent` places. */
export const scaled = (value: number, exponent: number) =>
  exponent < -300 ? (value * 1e300) / 10 ** (exponent + 300) : value / 10 ** exponent

const decimalsOf = (step: number) => Math.max(0, -orderOf(step))
const orderOf = (value: number) => Math.floor(Math.log10(value) + 1e-9)
const greatest = (values: readonly number[]) => Math.max(...values.map(Math.abs))
const signed = (label: string) => (label.startsWith('-') || !/[1-9]/.test(label) ? label : `+${label}`)

/** The number with fewest digits amid the values. */
function roundNear(values: readonly number[], step: number): number {
  const [first, last] = [values[0]!, values.at(-1)!]
  const unit = 10 ** Math.ceil(Math.log10(Math.max(step, last - first)))
  return Math.round((first + (last - first) / 2) / unit) * unit
}

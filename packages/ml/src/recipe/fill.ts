import type { RecipeFill } from '@seriema/domain/recipe'
import { fillGaps } from '../series/regular-grid.ts'

export interface Filled {
  readonly values: Float64Array
  /** 1 for each value that was made up; null where none was. */
  readonly gaps: Uint8Array | null
}

/**
 * Values without the gaps (NaN) a recipe fills: along a line, with the last value before, or with 0. Before the first value
 * the first one counts, and a channel without any is all zeros. `none` leaves them.
 */
export function filled(values: Float64Array, how: RecipeFill): Filled {
  if (!values.some(Number.isNaN)) return { values, gaps: null }
  const gaps = Uint8Array.from(values, value => (Number.isNaN(value) ? 1 : 0))
  if (how === 'none') return { values, gaps }
  if (how === 'zero' || !gaps.includes(0)) {
    return { values: values.map(value => (Number.isNaN(value) ? 0 : value)), gaps }
  }
  const made = values.slice()
  if (how === 'linear') fillGaps(made)
  else carryForward(made)
  return { values: made, gaps }
}

function carryForward(values: Float64Array): void {
  let before = values.find(value => !Number.isNaN(value))!
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) values[i] = before
    else before = values[i]!
  }
}

import { fillGaps } from '../series/regular-grid.ts'

/** Gaps up to this many steps are bridged by a straight line; longer ones end a stretch. */
const bridged = 6
/** What hardly ever changes is a setting, or a sensor that is broken. */
const fewestChanges = 0.05

/**
 * The stretches of at least `shortest` steps in a recorded column without a long gap. A column that is nearly constant,
 * or counts its own rows, gives none.
 */
export function stretchesOf(column: Float64Array, shortest: number): readonly Float32Array[] {
  const stretches: Float32Array[] = []
  let begin = -1
  let last = -1
  const end = () => {
    if (begin >= 0 && last + 1 - begin >= shortest) stretches.push(bridge(column.subarray(begin, last + 1)))
    begin = -1
  }
  for (let t = 0; t < column.length; t++) {
    if (!Number.isFinite(column[t])) continue
    if (begin >= 0 && t - last > bridged + 1) end()
    if (begin < 0) begin = t
    last = t
  }
  end()
  return stretches.filter(moves)
}

function bridge(values: Float64Array): Float32Array {
  const whole = values.map(value => (Number.isFinite(value) ? value : Number.NaN))
  fillGaps(whole)
  return Float32Array.from(whole)
}

function moves(values: Float32Array): boolean {
  let changes = 0
  let even = 0
  for (let t = 1; t < values.length; t++) {
    if (values[t] !== values[t - 1]) changes++
    if (values[t]! - values[t - 1]! === 1) even++
  }
  return changes > fewestChanges * values.length && even < 0.5 * values.length
}

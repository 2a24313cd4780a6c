import type { Random } from '../layers/initialise.ts'
import type { Feed } from '../runtime/session.ts'

/** 0 up to `count`, in an order that depends on `random` only: Fisher and Yates. */
export function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}

/** An order cut into pieces of `size`, the last of which may be shorter. */
export function* pieces(order: Uint32Array, size: number): Generator<Uint32Array> {
  for (let from = 0; from < order.length; from += size) yield order.subarray(from, from + size)
}

/** Rows of equal shape, one after another in new memory: [rows, ...shape]. */
export function stacked(rows: readonly Float32Array[], shape: readonly number[]): Feed {
  const length = shape.reduce((product, dim) => product * dim, 1)
  const values = new Float32Array(rows.length * length)
  rows.forEach((row, i) => {
    values.set(row, i * length)
  })
  return { values, shape: [rows.length, ...shape] }
}

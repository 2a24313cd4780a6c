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

/** Rows of equal shape and type, one after another in new memory: [rows, ...shape]. */
export function stacked(rows: readonly Feed['values'][], shape: readonly number[]): Feed {
  const length = shape.reduce((product, dim) => product * dim, 1)
  const values = blank(rows[0], rows.length * length)
  rows.forEach((row, i) => {
    values.set(row as never, i * length)
  })
  return { values, shape: [rows.length, ...shape] }
}

function blank(like: Feed['values'] | undefined, length: number): Feed['values'] {
  if (like instanceof BigInt64Array) return new BigInt64Array(length)
  return like instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length)
}

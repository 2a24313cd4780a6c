import type { Random } from '../layers/initialise.ts'
import type { Feed, Feeds } from '../runtime/session.ts'
import { sharedFloats } from '../runtime/shared-memory.ts'

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

/** Memory for batches, by input: each goes where the last one was. */
export type BatchMemory = Map<string, Feed['values']>

/** Rows of equal shape and type, one after another: [rows, ...shape]. In new memory, or where the last of that name was. */
export function stacked(
  rows: readonly Feed['values'][],
  shape: readonly number[],
  name = '',
  memory: BatchMemory = new Map(),
): Feed {
  const length = shape.reduce((product, dim) => product * dim, 1)
  const wanted = rows.length * length
  const values = placeIn(memory, name, wanted, () => blank(rows[0], wanted))
  rows.forEach((row, i) => {
    values.set(row as never, i * length)
  })
  return { values, shape: [rows.length, ...shape] }
}

/** The place of so many values under a name: where they were the last time, or in new memory where that is too short. */
export function placeIn(memory: BatchMemory, name: string, length: number, made: () => Feed['values']): Feed['values'] {
  const known = memory.get(name)
  const whole = known !== undefined && known.length >= length ? known : made()
  memory.set(name, whole)
  return whole.subarray(0, length)
}

/** Rows of a batch, all of whose inputs have them in front. */
export const rowsIn = (batch: Feeds): number => Object.values(batch)[0]?.shape[0] ?? 0

function blank(like: Feed['values'] | undefined, length: number): Feed['values'] {
  if (like instanceof BigInt64Array) return new BigInt64Array(length)
  return like instanceof Uint8Array ? new Uint8Array(length) : sharedFloats(length)
}

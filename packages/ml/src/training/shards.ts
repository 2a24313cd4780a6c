import type { Feed, Feeds } from '../runtime/session.ts'
import { sharedFloats } from '../runtime/shared-memory.ts'
import { type BatchMemory, placeIn, rowsIn } from './batches.ts'

/** A part of a batch. */
export interface Shard {
  readonly rows: Feeds
  readonly count: number
  /** Of the batch's rows. */
  readonly share: number
}

/** Fewer rows than this are not worth a thread. */
const fewestRows = 8

/** How many parts so many rows are cut into for `most` threads. */
const partsOf = (rows: number, most: number): number => Math.max(1, Math.min(most, Math.floor(rows / fewestRows)))

/** The fewest rows, but not fewer than these, that are cut into parts of one length: so many in all, so many in a part. */
export function equalParts(rows: number, most: number): { readonly rows: number; readonly part: number } {
  const parts = partsOf(rows, most)
  return rows % parts === 0 ? { rows, part: rows / parts } : equalParts(rows + 1, most)
}

/** Cuts batches into parts for at most `most` threads, as equal as can be, in memory that they share. */
export function sharder(most: number): (batch: Feeds) => readonly Shard[] {
  const kept: BatchMemory = new Map()
  /** What is not shared yet goes where the last batch's was. */
  const shared = (name: string, { values, shape }: Feed): Feed => {
    if (!(values instanceof Float32Array) || values.buffer instanceof SharedArrayBuffer) return { values, shape }
    const place = placeIn(kept, name, values.length, () => sharedFloats(values.length)) as Float32Array
    place.set(values)
    return { values: place, shape }
  }
  return batch => {
    const rows = rowsIn(batch)
    const count = partsOf(rows, most)
    const starts = Array.from({ length: count + 1 }, (_, i) => Math.round((i * rows) / count))
    const inputs = Object.entries(batch).map(([name, feed]) => [name, shared(name, feed)] as const)
    return Array.from({ length: count }, (_, i) => {
      const [from, to] = [starts[i]!, starts[i + 1]!]
      const part = inputs.map(([name, feed]) => [name, rowsBetween(feed, from, to)] as const)
      return { rows: Object.fromEntries(part), count: to - from, share: (to - from) / rows }
    })
  }
}

function rowsBetween({ values, shape: [rows = 0, ...rest] }: Feed, from: number, to: number): Feed {
  const row = values.length / rows
  return { values: values.subarray(from * row, to * row), shape: [to - from, ...rest] }
}

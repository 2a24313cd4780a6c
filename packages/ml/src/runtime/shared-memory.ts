import type { Feed } from './session.ts'

/** Memory that threads share. */
export const sharedFloats = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))

export function sharedCopy(values: Float32Array): Float32Array {
  const copy = sharedFloats(values.length)
  copy.set(values)
  return copy
}

/** Where the values of a feed lie in memory that a thread knows by number. */
interface Place {
  readonly memory: number
  readonly offset: number
  readonly length: number
  readonly shape: readonly number[]
}

/** A feed as it is told to a thread. */
export type Told = Feed | Place

/**
 * How one side tells the other of shared memory: each piece is handed over once, since every handing over weighs on the
 * receiver's garbage collector as if the memory were new. What is not shared is copied.
 */
export function teller(handOver: (buffer: SharedArrayBuffer) => void): (feed: Feed) => Told {
  const known = new Map<SharedArrayBuffer, number>()
  return feed => {
    const { values, shape } = feed
    const { buffer } = values
    if (!(values instanceof Float32Array && buffer instanceof SharedArrayBuffer)) return feed
    let memory = known.get(buffer)
    if (memory === undefined) {
      memory = known.size
      known.set(buffer, memory)
      handOver(buffer)
    }
    return { memory, offset: values.byteOffset, length: values.length, shape }
  }
}

/** The feed that the other side told of. */
export const heard = (told: Told, memories: readonly SharedArrayBuffer[]): Feed =>
  'values' in told
    ? told
    : { values: new Float32Array(memories[told.memory]!, told.offset, told.length), shape: told.shape }

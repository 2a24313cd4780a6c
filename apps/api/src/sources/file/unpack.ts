import { DecompressionStream, ReadableStream, type ReadableWritablePair } from 'node:stream/web'
import { Fault } from '@seriema/domain/fault'

/** The bytes of a file, unpacked where it is gzipped. Throws TOO_LARGE for more than `limit` bytes, UNREADABLE_FILE. */
export async function unpack(body: AsyncIterable<Uint8Array>, limit: number): Promise<AsyncIterable<Uint8Array>> {
  const { head, all } = await peek(body, 2)
  return head[0] === 0x1f && head[1] === 0x8b ? gunzip(all, limit) : all
}

/** The first `size` bytes, or as many as there are, and everything from the start. */
export async function peek(
  body: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const source = body[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < size) {
    const { value, done } = await source.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  const start = Buffer.concat(first)
  const all = async function* () {
    try {
      yield start as Uint8Array
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
    } finally {
      await source.return?.()
    }
  }
  return { head: start.subarray(0, size), all: all() }
}

async function* gunzip(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array, void, void> {
  const inflate = new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
  let size = 0
  try {
    for await (const chunk of ReadableStream.from(body).pipeThrough(inflate)) {
      size += chunk.length
      if (size > limit) throw new Fault('TOO_LARGE', `unpacked, the file has more than ${limit} bytes: split it`)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('UNREADABLE_FILE', 'the gzip file is cut off or damaged: make it anew, or send the CSV itself')
  }
}

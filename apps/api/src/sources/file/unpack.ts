import { DecompressionStream, ReadableStream, type ReadableWritablePair } from 'node:stream/web'
import { Fault } from '@seriema/domain/fault'

/** Packed files that text is packed into, by their first bytes. */
const packings = [
  { kind: 'gzip', magic: [0x1f, 0x8b] },
  { kind: 'zip (or an Excel workbook)', magic: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'bzip2', magic: [0x42, 0x5a, 0x68, 0x39, 0x31] },
  { kind: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { kind: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: '7z', magic: [0x37, 0x7a, 0xbc, 0xaf] },
] as const
const magicSize = 5

const packingOf = (head: Uint8Array) =>
  packings.find(({ magic }) => magic.every((byte, i) => head[i] === byte))?.kind ?? null

/**
 * The bytes of a file, unpacked where it is gzipped, once. Throws TOO_LARGE for more than `limit` bytes and for a file that
 * unpacks into more than files of rows do; UNREADABLE_FILE, also for what is packed otherwise.
 */
export async function unpack(body: AsyncIterable<Uint8Array>, limit: number): Promise<AsyncIterable<Uint8Array>> {
  const { head, all } = await peek(body, magicSize)
  if (packingOf(head) !== 'gzip') {
    requireUnpacked(head)
    return all
  }
  const inner = await peek(gunzip(all, limit), magicSize)
  requireUnpacked(inner.head)
  return inner.all
}

function requireUnpacked(head: Uint8Array): void {
  const packing = packingOf(head)
  if (packing === null) return
  const told = packing === 'gzip' ? 'a gzip file in a gzip file' : `a ${packing} file`
  throw new Fault('UNREADABLE_FILE', `this is ${told}: unpack it and send the CSV file, gzipped once or not at all`)
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

/** Rows with an instant each pack into a tenth or a fiftieth; only what repeats itself packs better than this. */
const mostRatio = 250
const mostWithoutRatio = 64 * 1024 * 1024

async function* gunzip(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array, void, void> {
  const inflate = new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
  let packed = 0
  let size = 0
  const counted = async function* () {
    for await (const chunk of body) {
      packed += chunk.length
      yield chunk
    }
  }
  try {
    for await (const chunk of ReadableStream.from(counted()).pipeThrough(inflate)) {
      size += chunk.length
      if (size > mostWithoutRatio && size > packed * mostRatio)
        throw new Fault('TOO_LARGE', `the file unpacks into more than ${mostRatio} times its size: send the CSV itself`)
      if (size > limit) throw new Fault('TOO_LARGE', `unpacked, the file has more than ${limit} bytes: split it`)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('UNREADABLE_FILE', 'the gzip file is cut off or damaged: make it anew, or send the CSV itself')
  }
}

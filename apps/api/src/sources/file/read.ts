import { DecompressionStream, ReadableStream, type ReadableWritablePair } from 'node:stream/web'
import { Fault } from '@seriema/domain/fault'
import { detectLayout } from './detect.ts'
import { decode, detectEncoding } from './encoding.ts'
import type { ImportPlan, Layout } from './plan.ts'
import type { FileRecord } from './records.ts'
import { createRecordReader, detectNewline } from './records.ts'
import type { Row, RowRejection } from './rows.ts'
import { createRowReader, isRejection } from './rows.ts'

/** A part of a file, in its order. */
export interface RowChunk {
  readonly rows: readonly Row[]
  readonly rejections: readonly RowRejection[]
}

export interface OpenFile {
  readonly layout: Layout
  /** Good and bad rows, some thousands at a time; reads on only when asked for more. */
  readonly chunks: AsyncGenerator<RowChunk, void, void>
}

/** How much of a file its layout is detected from, in bytes. */
export const headSize = 65_536
const chunkRows = 5_000

/**
 * Detects the layout of a CSV file, gzipped or not, from its first part, and reads it in constant memory. Throws
 * UNREADABLE_FILE, INVALID_INPUT, TOO_LARGE for more than `limit` bytes unpacked; what the body throws goes through.
 */
export async function openFile(
  body: AsyncIterable<Uint8Array>,
  plan: ImportPlan = {},
  limit = Number.POSITIVE_INFINITY,
): Promise<OpenFile> {
  const { head, all } = await peek(await unpack(body, limit), headSize)
  const encoding = detectEncoding(head)
  const text = headText(head)
  const { layout } = detectLayout(text, plan)
  return { layout, chunks: readChunks(decode(all, encoding), layout, detectNewline(text)) }
}

/** The first bytes of a file, unpacked where it is gzipped: what a preview needs. Reads no further. */
export async function readHead(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const { head, all } = await peek(await unpack(body, Number.POSITIVE_INFINITY), headSize)
  for await (const _ of all) break
  return head
}

async function unpack(body: AsyncIterable<Uint8Array>, limit: number): Promise<AsyncIterable<Uint8Array>> {
  const { head, all } = await peek(body, 2)
  return head[0] === 0x1f && head[1] === 0x8b ? gunzip(all, limit) : all
}

/** The text of a file's first part, without the line that is cut off where there is more to come. */
export function headText(head: Uint8Array): string {
  const text = new TextDecoder(detectEncoding(head)).decode(head, { stream: true })
  return head.length < headSize ? text : wholeLines(text)
}

export const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf(detectNewline(text)) + 1) || text

async function* readChunks(
  texts: AsyncIterable<string>,
  layout: Layout,
  newline: '\n' | '\r',
): AsyncGenerator<RowChunk, void, void> {
  const records = createRecordReader({ delimiter: layout.delimiter, newline, width: layout.columns.length })
  const readRow = createRowReader(layout)
  let pastHeader = !layout.header
  let rows: Row[] = []
  let rejections: RowRejection[] = []
  const take = (found: readonly FileRecord[]) => {
    for (const record of found) {
      if (!pastHeader) {
        pastHeader = true
        continue
      }
      const row = readRow(record)
      if (isRejection(row)) rejections.push(row)
      else rows.push(row)
    }
  }
  for await (const text of texts) {
    take(records.push(text))
    if (rows.length + rejections.length < chunkRows) continue
    yield { rows, rejections }
    rows = []
    rejections = []
  }
  take(records.end())
  if (rows.length + rejections.length > 0) yield { rows, rejections }
}

/** The first `size` bytes, or as many as there are, and everything from the start. */
async function peek(
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

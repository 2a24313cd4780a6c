import { Readable } from 'node:stream'
import type { Detection } from './detect.ts'
import { detectLayout } from './detect.ts'
import type { Encoding } from './encoding.ts'
import { decode, detectEncoding, storable } from './encoding.ts'
import type { Note, Notes } from './findings.ts'
import { createNotes } from './findings.ts'
import type { ImportPlan, Layout } from './plan.ts'
import { createRecordReader, detectNewline } from './records.ts'
import type { Row, RowRejection } from './rows.ts'
import { createRowTaker } from './take-rows.ts'
import { peek, unpack } from './unpack.ts'

/** A part of a file, in its order. */
export interface RowChunk {
  readonly rows: readonly Row[]
  readonly rejections: readonly RowRejection[]
}

export interface OpenFile {
  readonly layout: Layout
  /** What was found out about it beside its layout. */
  readonly detection: Detection
  readonly encoding: Encoding
  /** Good and bad rows, some thousands at a time; reads on only when asked for more. */
  readonly chunks: AsyncGenerator<RowChunk, void, void>
  /** What was read another way or not at all, as far as it has been read. */
  notes(): readonly Note[]
}

/** How much of a file its layout is detected from, in bytes. */
export const headSize = 131_072
const chunkRows = 5_000

/**
 * Detects the layout of a CSV file, gzipped or not, from its first part, and reads it in constant memory. What comes later
 * and contradicts the layout ends `chunks` with UNREADABLE_FILE. Throws UNREADABLE_FILE, INVALID_INPUT, TOO_LARGE for more
 * than `limit` bytes unpacked; what the body throws goes through.
 */
export async function openFile(
  body: AsyncIterable<Uint8Array>,
  plan: ImportPlan = {},
  limit = Number.POSITIVE_INFINITY,
): Promise<OpenFile> {
  const { head, all } = await peek(await unpack(body, limit), headSize)
  const text = headText(head)
  const detection = detectLayout(text, plan, head.length < headSize)
  const notes = createNotes()
  noteHeading(detection, notes)
  const switched = () => notes.add('encoding', 'from here on read as Windows-1252: it is no UTF-8', 1)
  const encoding = detectEncoding(head)
  const texts = decode(all, encoding, switched)
  const { layout } = detection
  const chunks = readChunks(texts, layout, detectNewline(text), notes)
  return { layout, detection, encoding, chunks, notes: notes.list }
}

/** The first bytes of a file, unpacked where it is gzipped: what a preview needs. Reads no further. */
export async function readHead(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const { head, all } = await peek(await unpack(body, Number.POSITIVE_INFINITY), headSize)
  for await (const _ of all) break
  return head
}

/** The same of bytes that may break off anywhere. Throws UNREADABLE_FILE for a broken gzip file. */
export async function headOf(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? readHead(Readable.from([bytes])) : bytes
}

/** The text of a file's first part, without the line that is cut off where there is more to come. */
export function headText(head: Uint8Array): string {
  const text = storable(new TextDecoder(detectEncoding(head)).decode(head, { stream: true }))
  return head.length < headSize ? text : wholeLines(text)
}

export const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf(detectNewline(text)) + 1) || text

/** Lines before the data that are no rows are told of. */
export function noteHeading({ heading }: Detection, notes: Notes): void {
  const [first] = heading.preamble
  if (first === undefined) return
  notes.add('preamble', `lines that are no rows, such as '${first.text}'`, first.line, heading.preamble.length)
}

async function* readChunks(
  texts: AsyncIterable<string>,
  layout: Layout,
  newline: '\n' | '\r',
  notes: Notes,
): AsyncGenerator<RowChunk, void, void> {
  const records = createRecordReader({ delimiter: layout.delimiter, newline, width: layout.columns.length })
  const taker = createRowTaker(layout, notes)
  for await (const text of texts) {
    taker.take(records.push(text))
    if (taker.size >= chunkRows) yield taker.drain()
  }
  taker.take(records.end())
  taker.end()
  if (taker.size > 0) yield taker.drain()
}

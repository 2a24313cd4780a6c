import { Fault } from '@seriema/domain/fault'
import type { ImportPlan } from '../../sources/file/plan.ts'
import type { RowChunk } from '../../sources/file/read.ts'
import { openFile } from '../../sources/file/read.ts'
import { receiveUpload } from '../../sources/file/upload.ts'
import type { Import } from '../../store/import.ts'
import type { IngestApp } from '../ingest.ts'
import type { Tally } from './chunk.ts'
import { storeChunk } from './chunk.ts'
import { createTargets } from './target.ts'

/** What was asked for when the import was started. */
export interface ImportOptions {
  readonly plan: ImportPlan
  readonly replace: boolean
}

/** Milliseconds a sender may be silent, and the bytes a second it must manage. */
const manners = { patience: 30_000, slowest: 100 }

/**
 * Reads a file and stores it chunk by chunk: while one is stored the next is read, and the sender waits for both. Tells
 * `progressed` after each. Throws what ended it; what `tally` counts is stored all the same.
 */
export async function receiveFile(
  app: IngestApp,
  { key, fileName }: Pick<Import, 'key' | 'fileName'>,
  { plan, replace }: ImportOptions,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  tally: Tally,
  progressed: () => Promise<void>,
): Promise<void> {
  const limits = { bytes: app.config.limits.importBytes, ...manners }
  const bytes = receiveUpload(body, limits, signal, count => {
    tally.bytesRead += count
  })
  const { layout, chunks } = await openFile(bytes, plan, limits.bytes)
  const targets = createTargets(app, layout, key, fileName)
  const store = async (chunk: RowChunk) => {
    await storeChunk(app, chunk, targets, replace, tally, signal)
    await progressed()
  }
  let storing: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of chunks) {
      await storing
      signal.throwIfAborted()
      storing = store(chunk)
      // Awaited before the next one: a failure is not unhandled while this one is read.
      storing.catch(() => {})
    }
  } finally {
    await storing
  }
  if (tally.rowsRead === 0) throw new Fault('UNREADABLE_FILE', 'the file has a header but no rows')
}

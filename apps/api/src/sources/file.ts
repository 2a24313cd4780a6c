import { Fault } from '@seriema/domain/fault'
import type { ImportPart, ImportProgress, ImportRejection } from '@seriema/domain/import'
import { addPart } from '@seriema/domain/import'
import type { SeriesDraft } from '@seriema/domain/series'
import type { PointsOutcome, Source, SourceBatch } from './contract.ts'
import type { GatheredRows } from './file/gather.ts'
import { gather } from './file/gather.ts'
import type { ImportPlan, Layout } from './file/plan.ts'
import type { OpenFile, RowChunk } from './file/read.ts'
import { openFile } from './file/read.ts'
import { createSeriesKeys } from './file/series-key.ts'
import { receiveUpload } from './file/upload.ts'

export interface FileSettings {
  /** The file's bytes, gzipped or not, from its beginning. */
  readonly body: AsyncIterable<Uint8Array>
  readonly fileName: string
  /** What a file may have, in bytes. */
  readonly mostBytes: number
  /** Of the series; what keys begin with where there is a key column. */
  readonly key: string
  readonly plan: ImportPlan
  readonly replace: boolean
  /** Hears what is found out about the file, before its first batch. */
  readonly opened: (found: OpenFile) => void
}

/** Milliseconds a sender may be silent, the bytes a second it must manage, and milliseconds it may take in all. */
const manners = { patience: 30_000, slowest: 4_096, longest: 6 * 3_600_000 }

export interface FileBatch extends SourceBatch<ImportProgress> {
  /** All rows of the batch that are not stored, given what became of its points. */
  rejections(outcomes: readonly PointsOutcome[]): readonly ImportRejection[]
}

/** A CSV file, read as it comes in constant memory: the sender waits. Its cursor counts what became of each row. */
export const file: Source<FileSettings, ImportProgress, FileBatch> & { readonly kind: 'file' } = {
  kind: 'file',
  title: 'CSV file',
  description: 'Reads a CSV file, gzipped or not, whose layout is detected or given.',
  async *open({ body, fileName, mostBytes, key, plan, replace, opened }, cursor, signal) {
    let bytesRead = 0
    const limits = { bytes: mostBytes, instead: 'split it, or raise SERIEMA_LIMIT_IMPORT_BYTES', ...manners }
    const bytes = receiveUpload(body, limits, signal, count => {
      bytesRead += count
    })
    const found = await openFile(bytes, plan, mostBytes)
    const { layout, chunks } = found
    opened(found)
    const keyOf = createSeriesKeys(layout, key)
    let rowsRead = 0
    let told = cursor.bytesRead
    for await (const chunk of chunks) {
      const known = Math.max(0, cursor.rowsRead - rowsRead)
      rowsRead += chunk.rows.length + chunk.rejections.length
      // Whoever came first has a key, so rows that are counted claim theirs again.
      if (known > 0) for (const row of chunk.rows) keyOf(row.key)
      if (rowsRead <= cursor.rowsRead) continue
      told = bytesRead
      const rows = gather(withoutFirst(chunk, known), keyOf, layout.channels.length, replace)
      yield batchOf(rows, bytesRead, replace, (key, said) => draftOf(layout, key, said, fileName))
    }
    if (rowsRead === 0) throw new Fault('UNREADABLE_FILE', 'the file has a header but no rows')
    if (bytesRead > told)
      yield { points: [], replace, unhurried: true, after: before => ({ ...before, bytesRead }), rejections: () => [] }
  },
}

/** A chunk without its first `count` rows, good and bad ones counted together. */
function withoutFirst({ rows, rejections }: RowChunk, count: number): RowChunk {
  if (count === 0) return { rows, rejections }
  const lines = [...rows, ...rejections].map(({ line }) => line).sort((a, b) => a - b)
  const last = lines[count - 1]!
  return { rows: rows.filter(({ line }) => line > last), rejections: rejections.filter(({ line }) => line > last) }
}

function draftOf({ channels, keyColumn, timeZone }: Layout, key: string, said: string, fileName: string): SeriesDraft {
  return {
    key,
    title: keyColumn === null ? null : said,
    description: `Imported from ${fileName}`,
    channels,
    timeZone,
  }
}

const batchOf = (
  rows: GatheredRows,
  bytesRead: number,
  replace: boolean,
  draft: (key: string, said: string) => SeriesDraft,
): FileBatch => ({
  points: rows.series.map(({ key, said, times, values }) => ({
    key,
    series: draft(key, said),
    raw: { times, values },
  })),
  replace,
  unhurried: true,
  rejections: outcomes => countOutcomes(rows, outcomes).rejections,
  after: (before, outcomes) => addPart(before, { ...countOutcomes(rows, outcomes), bytesRead }),
})

/** What became of every row; throws the fault of a series that took none. */
function countOutcomes(rows: GatheredRows, outcomes: readonly PointsOutcome[]): Omit<ImportPart, 'bytesRead'> {
  const refused = outcomes.find(({ fault }) => fault !== null)
  if (refused !== undefined) throw refused.fault
  const sum = (count: (outcome: PointsOutcome) => number) => outcomes.reduce((all, each) => all + count(each), 0)
  const rejections = outcomes.flatMap((outcome, i) =>
    outcome.rejections.map(({ index, code, message }) => ({ line: rows.series[i]!.lines[index]!, code, message })),
  )
  return {
    rowsRead: rows.rowsRead,
    stored: sum(({ stored }) => stored),
    duplicates: rows.duplicates + sum(({ duplicates }) => duplicates),
    conflicts: rows.conflicts + sum(({ conflicts }) => conflicts),
    anomalies: sum(({ anomalies }) => anomalies.length),
    rejections: [...rows.rejections, ...rejections].sort((a, b) => a.line - b.line),
    seriesKeys: rows.series.map(({ key }) => key),
  }
}

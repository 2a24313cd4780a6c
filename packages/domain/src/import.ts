import type { FaultCode } from './fault.ts'
import { Fault } from './fault.ts'
import { parseSeriesKey } from './series.ts'

/** What may follow each state; one that nothing follows is an end. */
export const nextImportStates = {
  waiting: ['running', 'failed', 'cancelled'],
  running: ['completed', 'failed', 'cancelled'],
  completed: ['undone'],
  failed: ['undone'],
  cancelled: ['undone'],
  undone: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ImportState = keyof typeof nextImportStates
/** How an import can end. */
export type ImportEnd = Exclude<ImportState, 'waiting' | 'running' | 'undone'>

/** Whether nothing more is read. */
export const isOver = (state: ImportState): state is ImportEnd | 'undone' => state !== 'waiting' && state !== 'running'

/** A row that was not stored. */
export interface ImportRejection {
  /** 1-based line of the file. */
  readonly line: number
  readonly code: FaultCode
  readonly message: string
}

/** What an import has come to, counted in rows: each one is stored, a duplicate or rejected. */
export interface ImportProgress {
  readonly bytesRead: number
  readonly rowsRead: number
  readonly stored: number
  /** Already stored with the same values, or twice in the file. */
  readonly duplicates: number
  /** Stored with other values before: replaced (and among `stored`) or left alone (and among `rejected`). */
  readonly conflicts: number
  readonly rejected: number
  readonly anomalies: number
  /** The first `rejectionsShown`. */
  readonly rejections: readonly ImportRejection[]
  /** The series it went into. */
  readonly seriesKeys: readonly string[]
}

/** Rejections of an import that are told with it. */
export const rejectionsShown = 1_000
/** Those that are kept, to be downloaded. */
export const rejectionsKept = 100_000

export const noProgress: ImportProgress = {
  bytesRead: 0,
  rowsRead: 0,
  stored: 0,
  duplicates: 0,
  conflicts: 0,
  rejected: 0,
  anomalies: 0,
  rejections: [],
  seriesKeys: [],
}

/** What became of a part of a file, in the order of its lines. `rejections` holds all of them. */
export type ImportPart = Omit<ImportProgress, 'rejected'>

/** Progress after one more part; `bytesRead` is how far the file is read with it. */
export function addPart(before: ImportProgress, part: ImportPart): ImportProgress {
  const room = rejectionsShown - before.rejections.length
  return {
    bytesRead: part.bytesRead,
    rowsRead: before.rowsRead + part.rowsRead,
    stored: before.stored + part.stored,
    duplicates: before.duplicates + part.duplicates,
    conflicts: before.conflicts + part.conflicts,
    rejected: before.rejected + part.rejections.length,
    anomalies: before.anomalies + part.anomalies,
    rejections: room > 0 ? [...before.rejections, ...part.rejections.slice(0, room)] : before.rejections,
    seriesKeys: [...new Set([...before.seriesKeys, ...part.seriesKeys])],
  }
}

/** What an import that ended early leaves, and what to do. */
export const whatStays = ({ rowsRead, stored }: Pick<ImportProgress, 'rowsRead' | 'stored'>): string =>
  `${rowsRead} rows were read and ${stored} points stored; importing the same file again is safe, nothing comes twice`

/** An import as its owner asks for it. */
export interface ImportDraft {
  readonly fileName: string
  /** Bytes, where known. */
  readonly size?: number | null | undefined
  /** Of the series; what keys begin with where there is a key column. */
  readonly key: string
}

export interface ImportDefinition {
  /** At most 255 characters. */
  readonly fileName: string
  readonly size: number | null
  readonly key: string
}

const longestFileName = 255

/** `mostBytes`: what a file may have. Throws INVALID_SERIES_KEY, INVALID_INPUT, TOO_LARGE. */
export function defineImport({ fileName, size, key }: ImportDraft, mostBytes: number): ImportDefinition {
  if (size != null && !(Number.isSafeInteger(size) && size >= 0))
    throw new Fault('INVALID_INPUT', `size is a number of bytes, not ${size}`)
  if (size != null && size > mostBytes)
    throw new Fault('TOO_LARGE', `a file has at most ${mostBytes} bytes: split it, or raise SERIEMA_LIMIT_IMPORT_BYTES`)
  return { fileName: fileName.slice(0, longestFileName), size: size ?? null, key: parseSeriesKey(key) }
}

import type { Fault } from '@seriema/domain/fault'
import type { RawColumns, Rejection } from '@seriema/domain/point'
import type { SeriesDraft } from '@seriema/domain/series'

/** Points for one series, as they arrive. */
export interface SourcePoints {
  readonly key: string
  /**
   * What the series becomes where there is none of this key; the names of its channels say what the columns are. null
   * where the series must be there already and the columns are its channels.
   */
  readonly series: SeriesDraft | null
  readonly raw: RawColumns
}

/** What became of the points for one series. */
export interface PointsOutcome {
  readonly stored: number
  readonly duplicates: number
  readonly conflicts: number
  readonly rejections: readonly Rejection[]
  readonly anomalies: readonly unknown[]
  /** Why none of them was stored, when none could be. */
  readonly fault: Fault | null
}

/** What is stored together or not at all, and moves the cursor on in the same transaction. */
export interface SourceBatch<Cursor> {
  /** No key twice; empty where nothing but the cursor moves. */
  readonly points: readonly SourcePoints[]
  /** Whether a different value for a stored instant replaces it. */
  readonly replace: boolean
  /** Whether it is history, whose judging may take the time it needs, or points that somebody waits to hear of. */
  readonly unhurried: boolean
  /**
   * Where the source stands once this is stored, given where it stood and what became of `points`, in their order. What
   * it throws ends the run, with nothing of the batch stored.
   */
  after(before: Cursor, outcomes: readonly PointsOutcome[]): Cursor
}

/**
 * Where points come from besides the API. A cursor outlives its process as JSON: whoever opens the source from the one
 * committed last goes on exactly behind the points committed with it.
 */
export interface Source<Settings, Cursor, Batch extends SourceBatch<Cursor> = SourceBatch<Cursor>> {
  readonly kind: string
  readonly title: string
  readonly description: string
  /**
   * Reads on only when asked for more, and ends when there is no more. Gives up waiting, by throwing, once `signal` is
   * aborted. Throws a Fault for what cannot be read.
   */
  open(settings: Settings, cursor: Cursor, signal: AbortSignal): AsyncIterable<Batch>
}

import type { Reach } from '@seriema/domain/access'
import type { RawColumns } from '@seriema/domain/point'
import type { Call } from '../../concurrency/group-commit.ts'
import type { NewEvent } from '../../events/event.ts'
import type { Db } from '../../store/database.ts'
import type { SeriesOutcome } from './outcome.ts'

/** Points of one series as they arrive; every element is checked here. */
export interface IncomingBatch {
  readonly key: string
  readonly raw: RawColumns
}

export interface IngestOptions {
  /** Whether a different value for a stored instant replaces it. */
  readonly replace: boolean
  /** The series whose points may come: any other is not there [all]. */
  readonly reach?: Reach
  /**
   * Whether judging may take the time it needs, before anything is locked: the chosen detector speaks wherever it can.
   * Others are judged within a time, for whoever sent them waits.
   */
  readonly unhurried?: boolean | undefined
  /**
   * Runs in the transaction once the points are in, with what becomes of each batch; when it throws, nothing is stored.
   * What it returns is announced with the points.
   */
  readonly alongside?: Alongside | undefined
}

export type Alongside = (tx: Db, outcomes: readonly SeriesOutcome[]) => Promise<readonly NewEvent[]>

/** Batches, no two of one key, that are stored together or not at all. */
export interface IngestCall extends Call, IngestOptions {
  readonly batches: readonly IncomingBatch[]
}

export const callOf = (batches: readonly IncomingBatch[], options: IngestOptions): IngestCall => ({
  ...options,
  batches,
  keys: batches.map(batch => batch.key),
  size: batches.reduce(
    (sum, { raw }) => raw.values.reduce((s, column) => s + column.length, sum + raw.times.length),
    0,
  ),
  alone: options.alongside !== undefined || options.unhurried === true,
})

/** Places of the batches, those of one key in different rounds. */
export function rounds(batches: readonly IncomingBatch[]): readonly (readonly number[])[] {
  const made: number[][] = []
  const seen = new Map<string, number>()
  batches.forEach(({ key }, place) => {
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    const places = made[round] ?? []
    made[round] = places
    places.push(place)
  })
  return made
}

import { Fault } from '@seriema/domain/fault'
import { createGroupCommit } from '../concurrency/group-commit.ts'
import type { Core } from '../core.ts'
import { callOf, type IncomingBatch, type IngestCall, type IngestOptions, rounds } from './ingest/call.ts'
import type { SeriesOutcome } from './ingest/outcome.ts'
import type { IngestParts } from './ingest/parts.ts'
import { storeTogether } from './ingest/store.ts'

/**
 * Checks, stores, scores and announces the points of many series in one transaction, which calls made at the same time
 * may share, and answers after its commit: one outcome per batch, in order. What a batch holds that is bad costs nothing
 * that is good. Sending the same again changes nothing, so whoever got no answer sends again. (A key that comes twice
 * makes a second transaction, after the first.) Throws UNAVAILABLE or TIMED_OUT when nothing is
 * known to be stored, TOO_LARGE for a key that comes more than 100 times.
 */
export type Ingest = (batches: readonly IncomingBatch[], options: IngestOptions) => Promise<readonly SeriesOutcome[]>

/** What flows that bring points in reach for. */
export interface IngestApp extends Core {
  readonly ingest: Ingest
}

export function createIngest(app: IngestParts): Ingest {
  const commit = createGroupCommit((calls: readonly IngestCall[]) => storeTogether(app, calls))
  return async (batches, options) => {
    const outcomes: SeriesOutcome[] = []
    const made = rounds(batches)
    if (made.length > roundsAtMost)
      throw new Fault(
        'TOO_LARGE',
        `a key comes ${made.length} times, at most ${roundsAtMost} are taken at once: send its points in one entry`,
      )
    for (const round of made) {
      const call = callOf(
        round.map(place => batches[place]!),
        options,
      )
      const stored = await commit(call)
      round.forEach((place, i) => {
        outcomes[place] = stored[i]!
      })
    }
    return outcomes
  }
}

/** Transactions that one call may ask for, one after the other. */
const roundsAtMost = 100

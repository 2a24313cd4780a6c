import type { NewEvent } from '../events/event.ts'
import { announce } from '../events/log.ts'
import type { Source, SourceBatch } from '../sources/contract.ts'
import type { Db } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import type { Alongside } from './ingest/call.ts'
import type { SeriesOutcome } from './ingest/outcome.ts'
import type { IngestApp } from './ingest.ts'
import { createTargets } from './run-source/targets.ts'
import { throughOutage } from './through-outage.ts'

/** A batch whose points are in, and where its source stands before and after it. */
export interface Step<Cursor, Batch> {
  readonly batch: Batch
  readonly before: Cursor
  readonly after: Cursor
  /** What became of the batch's points, in their order. */
  readonly outcomes: readonly SeriesOutcome[]
  /** Keys of the series that were made for this run so far. */
  readonly made: ReadonlySet<string>
}

export interface Committed<Cursor> {
  /** As it stands in the database now. */
  readonly cursor: Cursor
  /** Announced with the points. */
  readonly news: readonly NewEvent[]
}

/**
 * Writes the cursor, in the transaction of the points. Where the database does not have it at `before`, either an earlier
 * try was committed unnoticed, then the answer says where it stands; or somebody else moved or ended what runs here, then
 * it is null and nothing of the batch is stored.
 */
export type Commit<Cursor, Batch> = (tx: Db, step: Step<Cursor, Batch>) => Promise<Committed<Cursor> | null>

/** Why a run is over: nothing more comes, its signal was aborted, or somebody else moved or ended it. */
export type RunEnd = 'exhausted' | 'stopped' | 'overtaken'

/**
 * Takes what a source gives from `cursor` on and stores it batch by batch, each in one transaction with the cursor behind
 * it: however a run ends, and whoever opens the source again, nothing is stored twice or left out. The next batch is read
 * while this one is stored, and no further, so the source waits for the database; while the database is away both wait, for
 * half a minute. Ends at a whole number of batches. Throws what the source throws and what storing throws.
 */
export async function runSource<Settings, Cursor, Batch extends SourceBatch<Cursor>>(
  app: IngestApp,
  source: Source<Settings, Cursor, Batch>,
  settings: Settings,
  from: Cursor,
  commit: Commit<Cursor, Batch>,
  signal: AbortSignal,
): Promise<RunEnd> {
  const made = new Set<string>()
  const targets = createTargets(app, key => made.add(key))
  let cursor = from

  /** How the run ends with this batch; null where it is stored and the run goes on. */
  const store = async (batch: Batch): Promise<RunEnd | null> => {
    let committed = cursor
    const alongside: Alongside = async (tx, outcomes) => {
      const after = batch.after(cursor, outcomes)
      const step = await commit(tx, { batch, before: cursor, after, outcomes, made })
      if (step === null) throw overtaken
      committed = step.cursor
      return step.news
    }
    try {
      const incoming = await throughOutage(() => targets(batch.points), signal)
      await throughOutage(() => storePoints(app, incoming, batch, alongside), signal)
    } catch (error) {
      if (error === overtaken) return 'overtaken'
      if (signal.aborted && error === signal.reason) return 'stopped'
      throw error
    }
    cursor = committed
    return null
  }

  let storing: Promise<RunEnd | null> = Promise.resolve(null)
  try {
    for await (const batch of source.open(settings, from, signal)) {
      const end = await storing
      if (end !== null) return end
      if (signal.aborted) return 'stopped'
      storing = store(batch)
      // Awaited before the next one: a failure is not unhandled while this one is read.
      storing.catch(() => {})
    }
  } catch (error) {
    const end = await storing
    if (end !== null) return end
    if (signal.aborted) return 'stopped'
    throw error
  }
  return (await storing) ?? 'exhausted'
}

/** Where a batch moves the cursor alone there is nothing to ingest. */
async function storePoints(
  app: IngestApp,
  points: Parameters<IngestApp['ingest']>[0],
  { replace, unhurried }: Pick<SourceBatch<unknown>, 'replace' | 'unhurried'>,
  alongside: Alongside,
): Promise<void> {
  if (points.length > 0) await app.ingest(points, { replace, unhurried, alongside })
  else
    await transaction(app.db, async tx => {
      await announce(tx, await alongside(tx, []), app.clock())
    })
}

/** Takes back the transaction. */
const overtaken = new Error('somebody else moved the cursor')

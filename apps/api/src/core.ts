import { createPlaces, type Places } from './concurrency/places.ts'
import type { Config } from './config.ts'
import { connect, type Db, migrate, type Pool } from './store/database.ts'
import { abandonable } from './store/errand.ts'
import { openReachedReads, openToReach, type ReachedReads } from './store/reach.ts'
import type { Log } from './telemetry/log.ts'
import { createMeters, type Meters } from './telemetry/meters.ts'

/** A configuration whose database is known, be it the user's or the embedded one. */
export type CoreConfig = Config & { readonly databaseUrl: string }

/** What everything below the App may reach for. Whoever needs less takes a `Pick` of it. */
export interface Core {
  readonly config: CoreConfig
  readonly log: Log
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** For all that is stored, and for what must go on whatever callers ask: no query waits in front of it. */
  readonly db: Pool
  /** For what one caller asks, over connections of its own that cannot write: ended when nobody waits for it any more. */
  readonly reads: Db
  /** The same connections, for what is read for several callers at once. */
  readonly sharedReads: Db
  /** As `reads`, for a caller who does not reach every series: nothing else is found. */
  readonly readsWithin: ReachedReads['within']
  /** Places for reads of wide ranges: fewer than there are connections that read, so that the others go on. */
  readonly wideReads: Places
  readonly meters: Meters
}

export interface OpenCore {
  readonly core: Core
  /** Lets go of the database. */
  close(): Promise<void>
}

/** Connects to the database and brings its schema up to date. Throws a Fault where it cannot be used. */
export async function openCore(config: CoreConfig, log: Log, clock: () => number = Date.now): Promise<OpenCore> {
  const { databaseUrl, writers, readers, readBudget } = config
  const db = connect(databaseUrl, { max: writers })
  try {
    await migrate(db)
    // What is missing is told to whoever gives grants for some series, and by the log.
    if (config.access === 'on')
      await openToReach(db).catch(err =>
        log.warn({ err }, 'the role of restricted callers may not be given what it reads'),
      )
  } catch (error) {
    await db.close()
    throw error
  }
  const sharedReads = connect(databaseUrl, { max: readers, statementTimeout: readBudget, readOnly: true })
  const reads = abandonable(sharedReads)
  const reached = openReachedReads(databaseUrl, { statementTimeout: readBudget })
  const readsWithin = reached.within
  const meters = createMeters(clock, undefined, config.metrics)
  const wideReads = createPlaces(Math.ceil(readers / 2))
  return {
    core: { config, log, clock, db, reads, sharedReads, readsWithin, wideReads, meters },
    async close() {
      await Promise.all([db.close(), sharedReads.close(), reached.close()])
    },
  }
}

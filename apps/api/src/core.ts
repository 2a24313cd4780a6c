import type { Config } from './config.ts'
import { connect, migrate, type Pool } from './store/database.ts'
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
  readonly db: Pool
  readonly meters: Meters
}

export interface OpenCore {
  readonly core: Core
  /** Lets go of the database. */
  close(): Promise<void>
}

/** Connects to the database and brings its schema up to date. Throws a Fault where it cannot be used. */
export async function openCore(config: CoreConfig, log: Log, clock: () => number = Date.now): Promise<OpenCore> {
  const database = connect(config.databaseUrl)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    core: { config, log, clock, db: database, meters: createMeters(clock) },
    close: () => database.close(),
  }
}

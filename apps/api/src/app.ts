import type { Config } from './config.ts'
import { type Hub, openHub } from './events/hub.ts'
import { createGenerators, type Generators } from './flows/generate.ts'
import { createImports, type Imports } from './flows/import-file.ts'
import type { Log } from './log.ts'
import { createMeters, type Meters } from './meters.ts'
import { createForecasting, type Forecasting } from './serving/forecasting.ts'
import { createLiveWindows, type LiveWindows } from './serving/live-windows.ts'
import { connect, type Db, migrate } from './store/database.ts'

/** A configuration whose database is known, be it the user's or the embedded one. */
export type AppConfig = Config & { readonly databaseUrl: string }

/** Everything a request, a subscription or background work reaches for. No singletons: two can live in one process. */
export interface App {
  readonly config: AppConfig
  readonly log: Log
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly db: Db
  readonly hub: Hub
  readonly windows: LiveWindows
  readonly forecasting: Forecasting
  readonly generators: Generators
  readonly imports: Imports
  readonly meters: Meters
  /** Whether it is on its way down: it finishes what it accepted and should get no new work. */
  readonly draining: boolean
  /** Ends what makes points by itself, generators and imports, each at a whole number of batches. Then `close`. */
  drain(): Promise<void>
  /** Finishes background work and lets go of the database. Requests must have been answered by then. */
  close(): Promise<void>
}

/** Connects, migrates and starts background work. Throws a Fault where database or models cannot be used. */
export async function buildApp(config: AppConfig, log: Log, clock: () => number = Date.now): Promise<App> {
  const database = connect(config.databaseUrl)
  await migrate(database)
  const { db } = database
  const meters = createMeters(clock)
  const windows = createLiveWindows()
  const hub = await openHub({ db, databaseUrl: config.databaseUrl, log, clock })
  const forecasting = await createForecasting({ config, clock, log, db, windows, meters })
  const core = { config, log, clock, db, hub, windows, forecasting, meters }
  const generators = await createGenerators(core)
  const imports = await createImports(core)
  let draining = false
  const drain = async () => {
    draining = true
    await Promise.all([generators.close(), imports.close()])
  }
  return {
    ...core,
    generators,
    imports,
    get draining() {
      return draining
    },
    drain,
    async close() {
      if (!draining) await drain()
      await forecasting.close()
      await hub.close()
      await database.close()
    },
  }
}

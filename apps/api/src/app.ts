import { createGather, type Gather } from './concurrency/group-commit.ts'
import { shareReads } from './concurrency/share-reads.ts'
import type { Config } from './config.ts'
import { type Hub, openHub } from './events/hub.ts'
import { createGenerators, type Generators } from './flows/generate.ts'
import { createImports, type Imports } from './flows/import.ts'
import type { IngestCall, SeriesOutcome } from './flows/ingest.ts'
import { createForecasting, type Forecasting } from './forecasting/forecasting.ts'
import { connect, type Db, migrate } from './store/database.ts'
import { findSeries, type Series } from './store/series.ts'
import type { Log } from './telemetry/log.ts'
import { createMeters, type Meters } from './telemetry/meters.ts'
import { createLiveWindows, type LiveWindows } from './windows/live-windows.ts'

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
  /** The series of a key as it is now; those who ask at once are answered by one statement. */
  readonly seriesByKey: (key: string) => Promise<Series | null>
  /** Where points on their way into the store share transactions. */
  readonly gather: Gather<IngestCall, readonly SeriesOutcome[]>
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
  const closers: (() => Promise<void>)[] = [database.close]
  const makers: { close(): Promise<void> }[] = []
  let drained: Promise<unknown> | undefined
  const drain = async () => {
    drained ??= Promise.all(makers.map(maker => maker.close()))
    await drained
  }
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    await migrate(database)
    const { db } = database
    const meters = createMeters(clock)
    const windows = createLiveWindows({ db })
    const seriesByKey = shareReads(async (keys: readonly string[]) => {
      const found = await findSeries(db, keys)
      return new Map(found.map(series => [series.key, series]))
    })
    const hub = await openHub({ db, databaseUrl: config.databaseUrl, log, clock })
    closers.push(hub.close)
    const forecasting = await createForecasting({ config, clock, log, db, windows, meters })
    closers.push(forecasting.close, drain)
    const gather: App['gather'] = createGather()
    const core = { config, log, clock, db, hub, windows, seriesByKey, gather, forecasting, meters }
    const generators = await createGenerators(core)
    makers.push(generators)
    const imports = await createImports(core)
    makers.push(imports)
    return {
      ...core,
      generators,
      imports,
      get draining() {
        return drained !== undefined
      },
      drain,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

import { pino } from 'pino'
import { startDatabase } from '../../../../test/database.ts'
import { openArtifacts } from '../artifacts/artifacts.ts'
import { createOneAtATime, type OneAtATime } from '../concurrency/one-at-a-time.ts'
import { parseConfig } from '../config.ts'
import { openCore } from '../core.ts'
import { createWatches, type Watches } from '../detection/watches.ts'
import { createForecasting, type Forecasting } from '../forecasting/forecasting.ts'
import { createServing, type Serving } from '../serving/serving.ts'
import { createLiveWindows, type LiveWindows } from '../windows/live-windows.ts'
import { followLiveSeries, type LiveForecasts } from './forecast/live.ts'
import { createIngest, type IngestApp } from './ingest.ts'

/** The part of the App that flows stand on. */
export interface FlowApp extends IngestApp {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Serving
  readonly forecasting: Forecasting
  readonly oneAtATime: OneAtATime
  readonly live: LiveForecasts
}

/** For tests: what a process has for its flows, on a new database or, as another process would, on one that is there. */
export async function startFlows(options: {
  readonly databaseUrl?: string
  readonly ttmFolder?: string
  /** Weights of the base model; none by default, so that results do not depend on them. */
  readonly baseFolder?: string
  /** Milliseconds the best forecast is waited for before a quick one is given: long, however busy the machine is. */
  readonly hurry?: number
  readonly clock: () => number
}) {
  const database = options.databaseUrl === undefined ? await startDatabase() : null
  const databaseUrl = options.databaseUrl ?? database!.url
  const config = { ...parseConfig({}), ttmFolder: options.ttmFolder ?? null, databaseUrl }
  const { core, close } = await openCore(config, pino({ level: process.env.TEST_LOG ?? 'silent' }), options.clock)
  const { baseFolder = 'none', hurry = 60_000 } = options
  const windows = createLiveWindows()
  const artifacts = await openArtifacts({ kind: 'database' }, { db: core.db, clock: core.clock })
  const serving = await createServing({ ...core, artifacts })
  const watches = createWatches({ newest: windows.newest, db: core.db })
  const forecasting = await createForecasting({ ...core, windows }, { baseFolder, hurry })
  const live = followLiveSeries({ ...core, windows, forecasting, serving })
  const oneAtATime = createOneAtATime()
  const ingest = createIngest({
    ...core,
    windows,
    watches,
    serving,
    oneAtATime,
    pointsCame: series => live.pointsCame(series),
  })
  return {
    app: { ...core, windows, watches, serving, oneAtATime, forecasting, live, ingest } satisfies FlowApp,
    async close() {
      await live.close()
      await forecasting.close()
      await serving.close()
      await close()
      await database?.drop()
    },
  }
}

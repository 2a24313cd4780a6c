import { pino } from 'pino'
import { startDatabase } from '../../../../test/database.ts'
import { openArtifacts } from '../artifacts/artifacts.ts'
import { createOneAtATime, type OneAtATime } from '../concurrency/one-at-a-time.ts'
import { parseConfig } from '../config.ts'
import { openCore } from '../core.ts'
import { createJudges, type Judges } from '../detection/judges.ts'
import { createShelf } from '../detection/shelf.ts'
import { createWatches, type Watches } from '../detection/watches.ts'
import { createForecasting, type Forecasting } from '../forecasting/forecasting.ts'
import { createNumbers } from '../jobs/numbers.ts'
import { startWorking } from '../jobs/work.ts'
import { createServing, type Serving } from '../serving/serving.ts'
import { openQueue, type Queue } from '../store/queue.ts'
import { createLiveWindows, type LiveWindows } from '../windows/live-windows.ts'
import { createAccuracy } from './accuracy.ts'
import { followLiveSeries, type LiveForecasts } from './forecast/live.ts'
import { createOwnNetworks, type OwnNetworks } from './forecast/own-networks.ts'
import { createIngest, type IngestApp } from './ingest.ts'
import { createRollouts } from './judge-rollout.ts'

/** The part of the App that flows stand on. */
export interface FlowApp extends IngestApp {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Serving
  readonly forecasting: Forecasting
  readonly networks: OwnNetworks
  readonly queue: Queue
  readonly oneAtATime: OneAtATime
  readonly judges: Judges
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
  /** Bytes of detectors' states held in memory. */
  readonly statesHeld?: number
  readonly clock: () => number
  /** Whether it takes trainings, as a worker does. */
  readonly works?: boolean
}) {
  const database = options.databaseUrl === undefined ? await startDatabase() : null
  const databaseUrl = options.databaseUrl ?? database!.url
  const config = { ...parseConfig({}), ttmFolder: options.ttmFolder ?? null, databaseUrl }
  const { core, close } = await openCore(config, pino({ level: process.env.TEST_LOG ?? 'silent' }), options.clock)
  const { baseFolder = 'none', hurry = 60_000 } = options
  const windows = createLiveWindows()
  const artifacts = await openArtifacts({ kind: 'database' }, { db: core.db, clock: core.clock })
  const serving = await createServing({ ...core, artifacts })
  const watches = createWatches({
    newest: windows.newest,
    db: core.db,
    shelf: createShelf(core),
    ...(options.statesHeld !== undefined && { bytes: options.statesHeld }),
  })
  const forecasting = await createForecasting({ ...core, windows }, { baseFolder, hurry })
  const queue = await openQueue({ databaseUrl, log: core.log, takes: options.works ?? false })
  const networks = createOwnNetworks({ ...core, queue })
  const speakers = async () => ({ ...core, windows, serving, forecasting, networks })
  if (options.works) await startWorking({ ...core, artifacts, numbers: createNumbers(config), queue, speakers })
  const live = followLiveSeries({ ...core, windows, forecasting, serving, networks })
  const rollouts = createRollouts({ ...core, windows, forecasting, serving })
  const accuracy = createAccuracy({ ...core, windows })
  const oneAtATime = createOneAtATime()
  const judges = createJudges()
  const ingest = createIngest({
    ...core,
    windows,
    watches,
    serving,
    oneAtATime,
    judges,
    pointsCame(after, before) {
      live.pointsCame(after)
      rollouts.pointsCame(after, before)
      accuracy.pointsCame(after)
    },
  })
  return {
    app: {
      ...core,
      windows,
      watches,
      serving,
      oneAtATime,
      judges,
      forecasting,
      networks,
      live,
      ingest,
      queue,
    } satisfies FlowApp,
    async close() {
      await live.close()
      await rollouts.close()
      await accuracy.close()
      await networks.close()
      await queue.close()
      await judges.close()
      await forecasting.close()
      await serving.close()
      await watches.close(10_000)
      await close()
      await database?.drop()
    },
  }
}

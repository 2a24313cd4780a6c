import { pino } from 'pino'
import { startDatabase } from '../../../../test/database.ts'
import type { App } from '../app.ts'
import { createGather } from '../concurrency/group-commit.ts'
import { parseConfig } from '../config.ts'
import { createForecasting } from '../forecasting/forecasting.ts'
import { connect, migrate } from '../store/database.ts'
import { createMeters } from '../telemetry/meters.ts'
import { createLiveWindows } from '../windows/live-windows.ts'

/** The part of the App that flows stand on. */
export type FlowApp = Pick<App, 'config' | 'clock' | 'log' | 'db' | 'windows' | 'gather' | 'forecasting' | 'meters'>

/** For tests: what a process has for its flows, on a new database or, as another process would, on one that is there. */
export async function startFlows(options: {
  readonly databaseUrl?: string
  readonly ttmFolder?: string
  /** Weights of the base model; none by default, so that results do not depend on them. */
  readonly baseFolder?: string
  readonly clock: () => number
}) {
  const database = options.databaseUrl === undefined ? await startDatabase() : null
  const databaseUrl = options.databaseUrl ?? database!.url
  const connection = connect(databaseUrl)
  await migrate(connection)
  const { clock } = options
  const config = { ...parseConfig({}), ttmFolder: options.ttmFolder ?? null, databaseUrl }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const gather: FlowApp['gather'] = createGather()
  const base = {
    config,
    clock,
    log,
    db: connection.db,
    windows: createLiveWindows({ db: connection.db }),
    meters: createMeters(clock),
  }
  const forecasting = await createForecasting(base, options.baseFolder ?? 'none')
  return {
    app: { ...base, gather, forecasting } satisfies FlowApp,
    async close() {
      await forecasting.close()
      await connection.close()
      await database?.drop()
    },
  }
}

import { type App, buildApp } from '@seriema/api/app'
import { type Config, parseConfig } from '@seriema/api/config'
import { createServer } from '@seriema/api/server/server'
import type { Log } from '@seriema/api/telemetry/log'
import { pino } from 'pino'
import { startDatabase } from './database.ts'

export { startDatabase, type TestDatabase } from './database.ts'

export interface TestApi {
  readonly app: App
  /** Of the server, without a path: `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly wsUrl: string
  close(): Promise<void>
}

export interface ApiOverrides extends Partial<Config> {
  readonly clock?: () => number
  readonly log?: Log
}

/** The real App behind its real server, on a free port; on a database of its own unless `databaseUrl` names one. */
export async function startApi({ clock, log, ...overrides }: ApiOverrides = {}): Promise<TestApi> {
  const database = overrides.databaseUrl == null ? await startDatabase() : null
  const databaseUrl = overrides.databaseUrl ?? database!.url
  // Tests train as often as they need to, and a busy machine lets no baseline speak, unless they are about that.
  const usual = parseConfig({ SERIEMA_LIMIT_TRAININGS_PER_SERIES: '0', SERIEMA_SCORE_BUDGET_MS: '60000' })
  const config = { ...usual, apiPort: 0, ...overrides, databaseUrl }
  const app = await buildApp(config, log ?? pino({ level: process.env.TEST_LOG ?? 'silent' }), clock)
  const server = createServer(app)
  const { url } = await server.listen()
  return {
    app,
    url,
    wsUrl: `${url.replace('http', 'ws')}/graphql`,
    async close() {
      await app.drain()
      await server.close()
      await app.close()
      await database?.drop()
    },
  }
}

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, buildApp } from '@seriema/api/app'
import { parseConfig } from '@seriema/api/config'
import { createServer } from '@seriema/api/server/server'
import { startEmbedded } from '@seriema/api/store/embedded'
import { pino } from 'pino'

export interface BenchApi {
  readonly app: App
  readonly url: string
  /** Everything but the database ends and begins anew: `app` and `url` are others from there on. */
  restart(): Promise<void>
  /** Posts an operation; throws what GraphQL answers as errors. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>
  stop(): Promise<void>
}

/** The real API in this process, of these settings, on a durable PostgreSQL of its own in a folder that goes with it. */
export async function startBenchApi(settings: Readonly<Record<string, string>> = {}): Promise<BenchApi> {
  const folder = await mkdtemp(join(tmpdir(), 'seriema-bench-'))
  await chmod(folder, 0o755)
  const log = pino({ level: process.env.BENCH_LOG ?? 'silent' })
  const postgres = await startEmbedded(folder, log)
  // What is measured is how fast it is, not how often it may be asked.
  const unlimited = [
    'TRAININGS_PER_SERIES',
    'TRAININGS_PER_ADDRESS',
    'PREDICTIONS_PER_SERIES',
    'PREDICTIONS_PER_ADDRESS',
  ].map(name => [`SERIEMA_LIMIT_${name}`, '0'])
  const config = {
    ...parseConfig({ ...Object.fromEntries(unlimited), ...settings }),
    apiPort: 0,
    databaseUrl: postgres.url,
    dataFolder: folder,
  }
  const start = async () => {
    const app = await buildApp(config, log)
    const server = createServer(app)
    const { url } = await server.listen()
    const end = async () => {
      await app.drain()
      await server.close()
      await app.close()
    }
    return { app, url, end }
  }
  let running = await start()
  const stop = async () => {
    await running.end()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  // Whoever interrupts a bench, and a bench that fails, must not leave a PostgreSQL behind.
  for (const end of ['SIGINT', 'SIGTERM', 'uncaughtException'] as const)
    process.once(end, reason => {
      console.error(reason)
      void stop().finally(() => process.exit(1))
    })
  return {
    get app() {
      return running.app
    },
    get url() {
      return running.url
    },
    async restart() {
      await running.end()
      running = await start()
    },
    async ask<T>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as { data: T; errors?: readonly { message: string }[] }
      if (errors !== undefined) throw new Error(errors.map(error => error.message).join('; '))
      return data
    },
    stop,
  }
}

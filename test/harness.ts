import { randomUUID } from 'node:crypto'
import { type App, buildApp } from '@seriema/api/app'
import { type Config, parseConfig } from '@seriema/api/config'
import { createServer } from '@seriema/api/server/server'
import { pino } from 'pino'
import postgres from 'postgres'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** A new, empty database in the run's PostgreSQL; `server` names another one. */
export async function startDatabase(server: string = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const sql = postgres(server, { max: 1, onnotice: () => {} })
    try {
      await sql.unsafe(statement)
    } finally {
      await sql.end()
    }
  }
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) }
}

export interface TestApi {
  readonly app: App
  /** Of the server, without a path: `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly wsUrl: string
  close(): Promise<void>
}

export interface ApiOverrides extends Partial<Config> {
  readonly clock?: () => number
}

/** The real App behind its real server, on a free port; on a database of its own unless `databaseUrl` names one. */
export async function startApi({ clock, ...overrides }: ApiOverrides = {}): Promise<TestApi> {
  const database = overrides.databaseUrl == null ? await startDatabase() : null
  const databaseUrl = overrides.databaseUrl ?? database!.url
  const config = { ...parseConfig({}), apiPort: 0, ...overrides, databaseUrl }
  const app = await buildApp(config, pino({ level: process.env.TEST_LOG ?? 'silent' }), clock)
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

import { buildDashboard, hashSources, isBuilt, startDashboard } from '@seriema/api/start/dashboard'
import { freePort } from '@seriema/api/start/ports'
import { pino } from 'pino'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { type ApiOverrides, startApi, startDatabase, type TestApi } from '../harness.ts'
import { findChromium } from './chromium.ts'

export interface TestDashboard {
  /** Of the dashboard, without a path. */
  readonly url: string
  readonly api: TestApi
  /** Of the database that belongs to it, for a worker beside it. */
  readonly databaseUrl: string
  readonly browser: Browser
  /** A page of a browser of its own, opened at `path`. Whatever goes wrong on it is in `troubles`. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Errors and warnings of every page's console, and every exception nobody caught. */
  readonly troubles: string[]
  stopApi(): Promise<void>
  /** The same API on the same address and database. */
  restartApi(): Promise<void>
  close(): Promise<void>
}

const host = '127.0.0.1'
const log = pino({ level: process.env.TEST_LOG ?? 'silent' })

/** The built dashboard, built anew when its sources changed, before a real API on a database of its own. */
export async function startProduct(settings: ApiOverrides = {}): Promise<TestDashboard> {
  const sources = hashSources()
  if (!isBuilt(sources)) await buildDashboard(sources, log)
  const database = await startDatabase()
  const webPort = settings.webPort ?? (await freePort())
  const overrides: ApiOverrides = { ...settings, databaseUrl: database.url, webPort }
  let api = await startApi(overrides)
  const apiPort = Number(new URL(api.url).port)
  const dashboard = await startDashboard(
    { host, port: webPort, apiUrl: `http://${host}:${apiPort}/graphql`, trustedProxies: [] },
    log,
  )
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const url = `http://${host}:${webPort}`
  const troubles: string[] = []
  let running = true

  const stopApi = async () => {
    if (running) await api.close()
    running = false
  }

  return {
    url,
    databaseUrl: database.url,
    get api() {
      return api
    },
    browser,
    troubles,
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
      context.setDefaultTimeout(patience)
      const page = await context.newPage()
      page.on('pageerror', error => troubles.push(error.message))
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
      })
      await page.goto(url + path)
      await alive(page)
      return page
    },
    stopApi,
    async restartApi() {
      await stopApi()
      api = await startApi({ ...overrides, apiPort })
      running = true
    },
    async close() {
      await browser.close()
      await dashboard.stop()
      await stopApi()
      await database.drop()
    },
  }
}

/** Milliseconds that whatever a test waits for may take: only what never comes is to fail on a machine that is busy. */
const patience = 60_000

/** A page is there to be seen before its script is there to hear: what is pressed before that is lost. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(document).some(key => key.startsWith('__reactContainer')))
}

/** Runs an operation over HTTP as any client would, with a key where callers must say who they are, and gives its data. */
export async function request<Data>(api: TestApi, query: string, variables: object = {}, key = ''): Promise<Data> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-graphql-yoga-csrf': '1',
      ...(key !== '' && { 'x-api-key': key }),
    },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown }
  if (!data || errors) throw new Error(JSON.stringify(errors))
  return data
}

const createSeries = 'mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }'
const ingestPoints = 'mutation($input: IngestPointsInput!) { ingestPoints(input: $input) { __typename } }'

export const create = (api: TestApi, input: object) => request(api, createSeries, { input })

/** Stores one channel's values at the instants. */
export const ingest = (api: TestApi, key: string, times: readonly number[], values: readonly number[]) =>
  request(api, ingestPoints, { input: { series: [{ key, times, values: [values] }] } })

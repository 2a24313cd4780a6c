import { request } from 'node:http'
import { freePort } from '@seriema/api/start/ports'
import { startEmbedded } from '@seriema/api/store/embedded'
import { until } from '@seriema/api/store/embedded/wait'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { startApi, startDatabase } from '../harness.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'
import { createSeries } from './writer.ts'

const interval = 50
const rows = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${1_600_000_000 + first + i},${(first + i) % 97}\n`).join('')

async function ask<T>(url: string, query: string, variables: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', 'x-csrf': '1' }
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const { data, errors } = (await answer.json()) as { data: T; errors?: unknown }
  expect(errors).toBeUndefined()
  return data
}

/** Instants and the truth kept with them. */
async function generated(url: string, key: string) {
  const { seriesByKey } = await ask<{
    seriesByKey: { points: { times: number[] }; generator: { truth: { times: number[] } } }
  }>(
    url,
    `query ($key: String!) { seriesByKey(key: $key) {
    points(last: 5000) { times } generator { truth(last: 5000) { times } } } }`,
    { key },
  )
  return { times: seriesByKey.points.times, truth: seriesByKey.generator.truth.times }
}

const pointCount = async (url: string, key: string) =>
  (
    await ask<{ seriesByKey: { pointCount: number } | null }>(
      url,
      `query ($key: String!) {
    seriesByKey(key: $key) { pointCount } }`,
      { key },
    )
  ).seriesByKey?.pointCount ?? 0

/** Every interval has its point: what was missed while nobody was there was made up for. Stops the generator. */
async function expectNoGap(url: string, key: string) {
  // Points and truth are read one after the other: none may come in between.
  await ask(url, `mutation ($key: String!) { stopGenerator(input: { key: $key }) { ... on Fault { message } } }`, {
    key,
  })
  const { times, truth } = await generated(url, key)
  expect(times.every((at, i) => i === 0 || at - times[i - 1]! === interval)).toBe(true)
  expect(truth).toEqual(times)
}

test('an import and a generator outlast a restart of the database', async () => {
  const folder = await temporaryFolder()
  const port = await freePort()
  const log = pino({ level: 'silent' })
  let database = await startEmbedded(folder, log, { port })
  onTestFinished(() => database.stop())
  const { app, url, close } = await startApi({ databaseUrl: database.url })
  onTestFinished(close)
  await createSeries(url, 'made', `generator: { interval: ${interval} }`)
  const { id } = await app.imports.start({ fileName: 'long.csv', key: 'long' })
  const away = Promise.withResolvers<void>()
  const back = Promise.withResolvers<void>()
  const receiving = app.imports.receive(
    id,
    (async function* () {
      yield Buffer.from(`time,v\n${rows(0, 20_000)}`)
      await away.promise
      yield Buffer.from(rows(20_000, 20_000))
      await back.promise
      yield Buffer.from(rows(40_000, 20_000))
    })(),
  )
  expect(await until(async () => (await pointCount(url, 'long')) > 0, 20_000)).toBe(true)
  expect(await until(async () => (await pointCount(url, 'made')) > 10, 20_000)).toBe(true)
  await database.stop()
  away.resolve()
  database = await startEmbedded(folder, log, { port })
  back.resolve()
  expect(await receiving).toMatchObject({ state: 'completed', rowsRead: 60_000, rejected: 0 })
  expect(await pointCount(url, 'long')).toBe(60_000)
  const before = await pointCount(url, 'made')
  expect(await until(async () => (await pointCount(url, 'made')) > before + 20, 30_000)).toBe(true)
  await expectNoGap(url, 'made')
}, 120_000)

test('a server killed while a file comes says so at its next start, and importing again stores the rest once', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const settings = { DATABASE_URL: database.url, SERIEMA_DATA: await temporaryFolder() }
  let api: SpawnedApi = await spawnApi(settings)
  onTestFinished(() => api.end('SIGTERM').then(() => {}))
  await createSeries(api.url, 'made', `generator: { interval: ${interval} }`)
  const start = `mutation { startImport(input: { fileName: "half.csv", key: "half" }) {
    ... on StartImportPayload { uploadPath import { id } } } }`
  const look = `query ($id: ID!) { import(id: $id) { state failure stored duplicates rowsRead } }`
  type Started = { startImport: { uploadPath: string; import: { id: string } } }
  const first = (await ask<Started>(api.url, start)).startImport
  const sending = request(`${api.url}${first.uploadPath}`, { method: 'PUT' })
  sending.on('error', () => {})
  sending.write(`time,v\n${rows(0, 30_000)}`)
  expect(await until(async () => (await pointCount(api.url, 'half')) > 0, 20_000)).toBe(true)
  await api.end('SIGKILL')
  api = await spawnApi(settings)

  const { import: left } = await ask<{ import: object }>(api.url, look, { id: first.import.id })
  expect(left).toMatchObject({
    state: 'FAILED',
    failure: expect.stringMatching(/server went away.*importing the same file again is safe/),
  })
  const kept = await pointCount(api.url, 'half')
  // Saved with the points: no more is counted than is stored, and no less.
  expect(left).toMatchObject({ stored: kept, rowsRead: kept })
  const again = (await ask<Started>(api.url, start)).startImport
  const answer = await fetch(`${api.url}${again.uploadPath}`, { method: 'PUT', body: `time,v\n${rows(0, 40_000)}` })
  expect(await answer.json()).toMatchObject({
    state: 'completed',
    duplicates: kept,
    stored: 40_000 - kept,
    rejected: 0,
  })
  expect(await pointCount(api.url, 'half')).toBe(40_000)

  const before = await pointCount(api.url, 'made')
  expect(await until(async () => (await pointCount(api.url, 'made')) > before + 20, 30_000)).toBe(true)
  await expectNoGap(api.url, 'made')
}, 120_000)

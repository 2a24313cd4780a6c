import { pruneEvents } from '@seriema/api/store/event'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, startDatabase, type TestApi, type TestDatabase } from '../harness.ts'
import { type Added, create, ingest, nextAdded, type PointsAdded, pointsAdded } from './points.ts'
import { ask, type Subscriber, subscribe } from './subscriber.ts'

const start = Date.UTC(2026, 0, 1)
let database: TestDatabase
let here: TestApi
let there: TestApi
let now = Date.now()

beforeAll(async () => {
  database = await startDatabase()
  here = await startApi({ databaseUrl: database.url, clock: () => now })
  there = await startApi({ databaseUrl: database.url, clock: () => now })
})
afterAll(async () => {
  await Promise.all([here.close(), there.close()])
  await database.drop()
})

/** Subscribed for good once its first message has come. */
async function listening<T>(to: TestApi, query: string, variables: Record<string, unknown>): Promise<Subscriber<T>> {
  const subscriber = subscribe<T>(to.wsUrl, query, variables)
  const first = await subscriber.next()
  expect(first?.errors).toBeUndefined()
  return subscriber
}

const shown = ({ series, times, values, late, replaced }: Added) => ({ key: series.key, times, values, late, replaced })

test('the first message comes at once, with a cursor and without points', async () => {
  await create(here.url, 'first')
  const subscriber = subscribe<PointsAdded>(here.wsUrl, pointsAdded, { series: ['first'] })
  const { pointsAdded: message } = (await subscriber.next())!.data!
  expect(message).toEqual({ cursor: expect.any(String), added: [] })
  subscriber.cut()
})

test('two servers on one database deliver what comes in at either', async () => {
  await create(here.url, 'shared')
  const [a, b] = await Promise.all(
    [here, there].map(api => listening<PointsAdded>(api, pointsAdded, { series: ['shared'] })),
  )
  await ingest(here.url, 'shared', [start], [[1]])
  for (const subscriber of [a!, b!]) expect((await nextAdded(subscriber))[0]!.values).toEqual([[1]])
  await ingest(there.url, 'shared', [start + 1_000], [[2]])
  for (const subscriber of [a!, b!]) expect((await nextAdded(subscriber))[0]!.values).toEqual([[2]])
  a!.cut()
  b!.cut()
})

test('points that come late, and those that replace others, are delivered as what they are', async () => {
  await create(here.url, 'corrected')
  const subscriber = await listening<PointsAdded>(here, pointsAdded, { series: ['corrected'] })
  const key = 'corrected'
  await ingest(here.url, key, [start, start + 2_000], [[1, 3]])
  expect((await nextAdded(subscriber)).map(shown)).toEqual([
    { key, times: [start, start + 2_000], values: [[1, 3]], late: false, replaced: false },
  ])
  await ingest(here.url, key, [start + 1_000], [[2]])
  expect((await nextAdded(subscriber)).map(shown)).toEqual([
    { key, times: [start + 1_000], values: [[2]], late: true, replaced: false },
  ])
  await ingest(here.url, key, [start], [[10]], true)
  expect((await nextAdded(subscriber)).map(shown)).toMatchObject([
    { key, times: [start], values: [[10]], replaced: true },
  ])
  subscriber.cut()
})

test('only the series asked for are delivered', async () => {
  await create(here.url, 'wanted')
  await create(here.url, 'unwanted')
  const subscriber = await listening<PointsAdded>(here, pointsAdded, { series: ['wanted'] })
  await ingest(here.url, 'unwanted', [start], [[1]])
  await ingest(here.url, 'wanted', [start], [[2]])
  expect((await nextAdded(subscriber)).map(({ series }) => series.key)).toEqual(['wanted'])
  subscriber.cut()
})

test('a key that no series has is an error at once, and says which', async () => {
  const subscriber = subscribe<PointsAdded>(here.wsUrl, pointsAdded, { series: ['wanted', 'nobody'] })
  const message = await subscriber.next()
  expect(message!.errors![0]).toMatchObject({
    message: expect.stringContaining('nobody'),
    extensions: { code: 'SERIES_NOT_FOUND' },
  })
  expect(await subscriber.next()).toBeNull()
  subscriber.cut()
})

test('a cursor that is none, and one whose events are no longer kept, are errors that say so', async () => {
  await create(here.url, 'expiring')
  const first = subscribe<PointsAdded>(here.wsUrl, pointsAdded, { series: ['expiring'] })
  const { cursor } = (await first.next())!.data!.pointsAdded
  first.cut()
  const codeOf = async (after: string) => {
    const subscriber = subscribe<PointsAdded>(here.wsUrl, pointsAdded, { series: ['expiring'], after })
    const message = await subscriber.next()
    subscriber.cut()
    return message?.errors?.[0]?.extensions?.code
  }
  expect(await codeOf('nonsense')).toBe('CURSOR_INVALID')
  const before = now
  await ingest(here.url, 'expiring', [start], [[1]])
  now += 86_400_000
  await ingest(here.url, 'expiring', [start + 1_000], [[2]])
  expect(await codeOf(cursor)).toBeUndefined()
  now += 8 * 86_400_000
  await ingest(here.url, 'expiring', [start + 2_000], [[3]])
  await pruneEvents(here.app.db, now)
  expect(await codeOf(cursor)).toBe('CURSOR_EXPIRED')
  now = before
})

test('anomalies are delivered as they are found, of the severities asked for', async () => {
  await create(here.url, 'spiky')
  const query = `subscription ($severities: [Severity!]) {
    anomalyFound(series: ["spiky"], severities: $severities) { cursor anomalies { series { key } at value severity channel { name } } }
  }`
  interface AnomalyFound {
    readonly anomalyFound: { readonly anomalies: readonly { readonly value: number; readonly severity: string }[] }
  }
  const [all, medium] = await Promise.all(
    [null, ['MEDIUM']].map(severities => listening<AnomalyFound>(here, query, { severities })),
  )
  const times = Array.from({ length: 100 }, (_, i) => start + i * 1_000)
  await ingest(here.url, 'spiky', times, [times.map((_, i) => Math.sin(i) + (i === 99 ? 1_000 : 0))])
  const found = (await all!.next())!.data!.anomalyFound.anomalies
  expect(found).toMatchObject([{ series: { key: 'spiky' }, value: expect.closeTo(1_000, -1), severity: 'CRITICAL' }])
  const none = (await medium!.next())!.data!.anomalyFound.anomalies
  expect(none).toEqual([])
  all!.cut()
  medium!.cut()
})

test('a forecast is delivered as it is made, with the intervals it was stored with', async () => {
  await create(here.url, 'forecast')
  const fields = 'id series { key } forecaster horizon channels { mean intervals { level lower upper } }'
  const query = `subscription { forecastMade(series: ["forecast"]) { cursor forecasts { ${fields} } } }`
  interface ForecastMade {
    readonly forecastMade: { readonly forecasts: readonly { readonly id: string }[] }
  }
  const subscriber = await listening<ForecastMade>(there, query, {})
  const times = Array.from({ length: 200 }, (_, i) => start + i * 60_000)
  await ingest(here.url, 'forecast', times, [times.map((_, i) => 10 + Math.sin(i / 4))])
  const [made] = (await subscriber.next())!.data!.forecastMade.forecasts
  expect(made).toMatchObject({ series: { key: 'forecast' }, horizon: expect.any(Number) })
  const { node } = await ask<{ node: unknown }>(
    here.url,
    `{ node(id: "${made!.id}") { ... on Forecast { ${fields} } } }`,
  )
  expect(node).toEqual(made)
  subscriber.cut()
})

test('what is done to a series is told, even that it is gone', async () => {
  interface StatusChanged {
    readonly statusChanged: { readonly kind: string; readonly key: string; readonly series: object | null }
  }
  const query = 'subscription { statusChanged { kind key message series { key } } }'
  // Those of earlier tests are gone first, or one of them would be taken for this one.
  await expect.poll(() => there.app.hub.subscribers).toBe(0)
  const subscriber = subscribe<StatusChanged>(there.wsUrl, query)
  await expect.poll(() => there.app.hub.subscribers).toBe(1)
  await create(here.url, 'passing')
  await ask(here.url, 'mutation { deleteSeries(input: { key: "passing" }) { __typename } }')
  const told = [await subscriber.next(), await subscriber.next()].map(message => message!.data!.statusChanged)
  expect(told).toMatchObject([
    { kind: 'SERIES_CREATED', key: 'passing' },
    { kind: 'SERIES_DELETED', key: 'passing', series: null },
  ])
  subscriber.cut()
})

test('a subscription that its client leaves is closed on the server', async () => {
  await create(here.url, 'left')
  // Those of earlier tests are gone first, or one of them would be counted.
  await expect.poll(() => here.app.hub.subscribers).toBe(0)
  const subscriber = await listening<PointsAdded>(here, pointsAdded, { series: ['left'] })
  expect(here.app.hub.subscribers).toBe(1)
  subscriber.cut()
  await expect.poll(() => here.app.hub.subscribers).toBe(0)
})

import type { IncomingMessage } from 'node:http'
import { parseConfig } from '@seriema/api/config'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask } from '../conformance/ask.ts'
import { type ApiOverrides, startApi, startDatabase, type TestApi, type TestDatabase } from '../harness.ts'
import { hasRedis, startRedis } from '../redis.ts'
import { wave } from '../training.ts'
import { everywhere, someone } from './people.ts'

const { limits } = parseConfig({})
let database: TestDatabase
let api: TestApi

const start = async (overrides: ApiOverrides = {}): Promise<TestApi> => {
  const started = await startApi({ databaseUrl: database.url, ...overrides })
  onTestFinished(() => started.close())
  return started
}

const createSeries = 'mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }'
const createModel =
  'mutation($input: CreateModelInput!) { createModel(input: $input) { ... on ModelPayload { model { id } } ... on Fault { message } } }'
const ingest =
  'mutation($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { ... on IngestPointsPayload { stored } } }'
const train =
  'mutation($id: ID!) { trainModel(input: { modelId: $id }) { ... on TrainingPayload { training { id } } ... on Fault { code message } ... on TooManyRequests { retryAfter } } }'
const score = '{ scorePoints(batches: [{ key: "kiln", times: [1767225600000], values: [[1]] }]) { __typename } }'

const modelOf = async (series: string, name: string): Promise<string> => {
  const input = { name, scope: { series }, kind: 'RIDGE' }
  return (await ask(api, createModel, { input })).json.data.createModel.model.id
}

beforeAll(async () => {
  database = await startDatabase()
  api = await startApi({ databaseUrl: database.url })
  for (const key of ['kiln', 'mill', 'oven']) {
    await ask(api, createSeries, { input: { key, detector: 'ZSCORE', interval: 3_600_000 } })
    await ask(api, ingest, { series: [{ key, ...wave(300) }] })
  }
})
afterAll(async () => {
  await api.close()
  await database.drop()
})

describe('trainings', () => {
  test('one of a series begins in five minutes, whichever model it is of, and a refusal says how long to wait', async () => {
    const limited = await start({ limits })
    const [first, second, other] = await Promise.all([
      modelOf('kiln', 'first'),
      modelOf('kiln', 'second'),
      modelOf('mill', 'other'),
    ])
    const begun = (await ask(limited, train, { id: first })).json.data.trainModel.training.id
    // The same again is the one under way, and is not counted.
    expect((await ask(limited, train, { id: first })).json.data.trainModel.training.id).toBe(begun)
    const refused = await ask(limited, train, { id: second })
    const { code, message, retryAfter } = refused.json.data.trainModel
    expect(code).toBe('TOO_MANY_REQUESTS')
    expect(retryAfter).toBeGreaterThan(290)
    expect(retryAfter).toBeLessThanOrEqual(300)
    expect(message).toContain(`try again in ${retryAfter} s`)
    expect(refused.headers.get('retry-after')).toBe(String(retryAfter))
    expect((await ask(limited, train, { id: other })).json.data.trainModel.training.id).toBeDefined()
    // What was refused has left nothing behind: the model is a draft still.
    const shown = await ask(api, 'query($id: ID!) { node(id: $id) { ... on Model { trainings { totalCount } } } }', {
      id: second,
    })
    expect(shown.json.data.node.trainings.totalCount).toBe(0)
  })

  test('so many begin from one address, and one refused for that is not counted for its series', async () => {
    const limited = await start({
      limits: { ...limits, trainingsPerAddress: 1 },
      trustedProxies: ['127.0.0.0/8'],
    })
    const [a, b] = await Promise.all([modelOf('kiln', 'a'), modelOf('mill', 'b')])
    const from = async (address: string, id: string) =>
      (await ask(limited, train, { id }, { 'x-forwarded-for': address })).json.data.trainModel
    expect((await from('198.51.100.1', a)).training).toBeDefined()
    const { code, retryAfter } = await from('198.51.100.1', b)
    expect(code).toBe('TOO_MANY_REQUESTS')
    expect(retryAfter).toBeGreaterThan(3_500)
    expect((await from('198.51.100.2', b)).training).toBeDefined()
  })

  test('one that is cancelled makes room for another of its series, once', async () => {
    const limited = await start({ limits })
    const [a, b, c] = await Promise.all([modelOf('oven', 'one'), modelOf('oven', 'two'), modelOf('oven', 'three')])
    const cancel = 'mutation($id: ID!) { cancelTraining(input: { id: $id }) { __typename } }'
    const { training } = (await ask(limited, train, { id: a })).json.data.trainModel
    for (let i = 0; i < 3; i++) await ask(limited, cancel, { id: training.id })
    expect((await ask(limited, train, { id: b })).json.data.trainModel.training).toBeDefined()
    expect((await ask(limited, train, { id: c })).json.data.trainModel.code).toBe('TOO_MANY_REQUESTS')
  })

  test('0 is no limit', async () => {
    const free = await start({ limits: { ...limits, trainingsPerSeries: 0, trainingsPerAddress: 0 } })
    for (const name of ['x', 'y', 'z']) {
      const id = await modelOf('oven', name)
      expect((await ask(free, train, { id })).json.data.trainModel.training).toBeDefined()
    }
  })
})

describe('predictions', () => {
  test('count for the series asked for, however they are asked, and those of others go on in the same request', async () => {
    const limited = await start({ limits: { ...limits, predictionsPerSeries: 3 } })
    const many = '{ forecasts(keys: ["kiln", "mill"]) { __typename ... on TooManyRequests { retryAfter } } }'
    expect((await ask(limited, many)).json.data.forecasts).toEqual([
      { __typename: 'Forecast' },
      { __typename: 'Forecast' },
    ])
    expect((await ask(limited, score)).json.data.scorePoints[0].__typename).toBe('ScoredBatch')
    const one = '{ seriesByKey(key: "kiln") { forecast { __typename } } }'
    expect((await ask(limited, one)).json.data.seriesByKey.forecast.__typename).toBe('Forecast')
    const scored =
      '{ seriesByKey(key: "kiln") { score(times: [1767225600000], values: [[1]]) { __typename } } compareVersions(key: "kiln", a: "VmVyc2lvbjox", b: "VmVyc2lvbjoy") { __typename } }'
    expect((await ask(limited, scored)).json.data).toEqual({
      seriesByKey: { score: { __typename: 'TooManyRequests' } },
      compareVersions: { __typename: 'TooManyRequests' },
    })
    const { json, headers } = await ask(limited, many)
    const [refused, made] = json.data.forecasts
    expect([refused.__typename, made.__typename]).toEqual(['TooManyRequests', 'Forecast'])
    expect(refused.retryAfter).toBeGreaterThan(0)
    expect(headers.get('retry-after')).toBe(String(refused.retryAfter))
    // What is sent is stored and scored whatever was asked.
    const times = [Date.UTC(2026, 5, 1)]
    const sent = await ask(limited, ingest, { series: [{ key: 'kiln', times, values: [[1]] }] })
    expect(sent.json.data.ingestPoints.stored).toBe(1)
    expect(sent.headers.get('retry-after')).toBeNull()
  })

  test('of one address count together, for whatever series', async () => {
    const limited = await start({ limits: { ...limits, predictionsPerAddress: 3 }, trustedProxies: ['127.0.0.1'] })
    const from = async (address: string) =>
      (
        await ask(limited, '{ forecasts(keys: ["kiln", "mill"]) { __typename } }', {}, { 'x-forwarded-for': address })
      ).json.data.forecasts.map(({ __typename }: { __typename: string }) => __typename)
    expect(await from('198.51.100.1')).toEqual(['Forecast', 'Forecast'])
    expect((await from('198.51.100.1')).sort()).toEqual(['Forecast', 'TooManyRequests'])
    expect(await from('198.51.100.2')).toEqual(['Forecast', 'Forecast'])
    // Not from a trusted proxy: a header does not make another of who asks.
    const direct = await start({ limits: { ...limits, predictionsPerAddress: 1 } })
    const asked = await Promise.all(
      ['198.51.100.1', '198.51.100.2'].map(address => ask(direct, score, {}, { 'x-forwarded-for': address })),
    )
    expect(asked.map(({ json }) => json.data.scorePoints[0].__typename).sort()).toEqual([
      'ScoredBatch',
      'TooManyRequests',
    ])
  })
})

describe('sockets of a user', () => {
  const hello = async (to: TestApi, secret: string) => {
    const socket = new WebSocket(to.wsUrl, 'graphql-transport-ws')
    onTestFinished(() => socket.terminate())
    const ended = new Promise<{ code: number; reason: string }>(resolve =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    )
    await new Promise(resolve => socket.once('open', resolve))
    const acknowledged = new Promise<'welcome'>(resolve => socket.once('message', () => resolve('welcome')))
    socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': secret } }))
    return { socket, answer: await Promise.race([acknowledged, ended]), ended }
  }

  test('are so many, wherever they come from; one more is told to come later, and the next is taken once one is gone', async () => {
    const limited = await start({ access: 'on', limits: { ...limits, socketsPerUser: 2 } })
    const [one, other] = [await someone(limited, everywhere('viewer')), await someone(limited, everywhere('viewer'))]
    const first = await hello(limited, one.secret)
    expect([first.answer, (await hello(limited, one.secret)).answer]).toEqual(['welcome', 'welcome'])
    const third = (await hello(limited, one.secret)).answer
    expect(third).toMatchObject({ code: 1013, reason: expect.stringMatching(/at most.*try again in \d+ s/) })
    expect((await hello(limited, other.secret)).answer).toBe('welcome')
    first.socket.close()
    await expect.poll(async () => (await hello(limited, one.secret)).answer).toBe('welcome')
  })

  test('carry so many operations together, and ended ones make room', async () => {
    const limited = await start({ access: 'on', limits: { ...limits, subscriptionsPerUser: 2 } })
    const { secret } = await someone(limited, everywhere('viewer'))
    const clients = Array.from({ length: 2 }, () =>
      createClient({ url: limited.wsUrl, webSocketImpl: WebSocket, connectionParams: { 'x-api-key': secret } }),
    )
    onTestFinished(() => void clients.map(client => client.dispose()))
    const query = 'subscription { pointsAdded { cursor } }'
    const streams = clients.map(client => client.iterate({ query }))
    for (const stream of streams) expect((await stream.next()).value.errors).toBeUndefined()
    const more = () =>
      clients[0]!
        .iterate({ query })
        .next()
        .then(
          ({ value }) => value,
          error => error[0],
        )
    expect(await more()).toMatchObject({ extensions: { code: 'TOO_MANY_REQUESTS', retryAfter: expect.any(Number) } })
    await streams[1]!.return?.()
    await expect.poll(async () => (await more()).extensions?.code).toBeUndefined()
  })

  test('of one address are so many, which the upgrade is told with the time to wait', async () => {
    const limited = await start({ limits: { ...limits, socketsPerAddress: 1 } })
    const first = new WebSocket(limited.wsUrl, 'graphql-transport-ws')
    onTestFinished(() => first.terminate())
    await new Promise(resolve => first.once('open', resolve))
    const second = new WebSocket(limited.wsUrl, 'graphql-transport-ws')
    const answer = await new Promise<IncomingMessage>(resolve =>
      second.once('unexpected-response', (_request, response) => resolve(response)).on('error', () => {}),
    )
    expect(answer.statusCode).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasRedis)('with Redis (tried where redis-server is installed)', () => {
  test('processes count together, and each by itself while Redis is away', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.stop())
    const strict = { limits: { ...limits, predictionsPerSeries: 2 }, redisUrl: redis.url }
    const [one, other] = [await start(strict), await start(strict)]
    const scored = async (by: TestApi) => (await ask(by, score)).json.data.scorePoints[0].__typename
    expect([await scored(one), await scored(other)]).toEqual(['ScoredBatch', 'ScoredBatch'])
    expect([await scored(one), await scored(other)]).toEqual(['TooManyRequests', 'TooManyRequests'])
    await redis.stop()
    expect([await scored(one), await scored(other)]).toEqual(['ScoredBatch', 'ScoredBatch'])
    expect(await scored(one)).toBe('ScoredBatch')
    expect(await scored(one)).toBe('TooManyRequests')
  })

  test('wrong keys of an address count together', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.stop())
    const guarded = { access: 'on', limits: { ...limits, guessesPerAddress: 4 }, redisUrl: redis.url } as const
    const [one, other] = [await start(guarded), await start(guarded)]
    const codes: string[] = []
    for (let i = 0; i < 6; i++) {
      const key = `srm_${String(i).padStart(12, '0')}_${'x'.repeat(43)}`
      const { json } = await ask(i % 2 === 0 ? one : other, '{ __typename }', {}, { 'x-api-key': key })
      codes.push(json.errors[0].extensions.code)
    }
    expect(codes).toEqual([...Array(4).fill('UNAUTHENTICATED'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
  })
})

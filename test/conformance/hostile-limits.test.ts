import { parseConfig } from '@seriema/api/config'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startApi, startDatabase, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const { limits } = parseConfig({})

async function start(overrides: Parameters<typeof startApi>[0] = {}): Promise<TestApi> {
  const api = await startApi(overrides)
  onTestFinished(() => api.close())
  return api
}

const begin = (api: TestApi) => api.app.imports.start({ fileName: 'f.csv', key: 'f' })

test('imports are forgotten: those that never got a file after a day, those that ended after three months', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const day = 86_400_000
  const now = Date.now()
  const first = await startApi({ databaseUrl: database.url, clock: () => now })
  const [waiting, ended] = [await begin(first), await begin(first)]
  await first.app.imports.cancel(ended.id)
  await first.close()
  const known = async (after: number) => {
    const api = await startApi({ databaseUrl: database.url, clock: () => now + after })
    const found = await Promise.all([waiting, ended].map(({ id }) => api.app.imports.get(id)))
    await api.close()
    return found.map(one => one !== null)
  }
  expect(await known(0.9 * day)).toEqual([true, true])
  expect(await known(1.1 * day)).toEqual([false, true])
  expect(await known(91 * day)).toEqual([false, false])
})

test('so many imports wait for their files and no more', async () => {
  const api = await start()
  const { id } = await begin(api)
  for (let hundred = 0; hundred < 10; hundred++) await Promise.all(Array.from({ length: 100 }, () => begin(api)))
  await expect(begin(api)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  expect((await api.app.imports.cancel(id)).state).toBe('cancelled')
})

test('values at the ends of what a number can be are stored, and what comes after them is, too', async () => {
  const api = await start()
  for (const key of ['wild', 'calm'])
    await ask(api, `mutation { createSeries(input: { key: "${key}" }) { __typename } }`)
  const ingestion = `mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) {
    ... on IngestPointsPayload { series { stored fault { code } } } ... on Fault { code } } }`
  const origin = Date.UTC(2026, 0, 1)
  const store = async (from: number, value: (i: number) => number) => {
    const times = Array.from({ length: 60 }, (_, i) => origin + (from + i) * 1_000)
    const entry = (key: string, of: (i: number) => number) => ({ key, times, values: [times.map((_, i) => of(i))] })
    const { json } = await ask(api, ingestion, { s: [entry('wild', value), entry('calm', i => i % 7)] })
    return json.data?.ingestPoints.series
  }
  const all = [60, 60].map(stored => ({ stored, fault: null }))
  expect(await store(0, () => 1.797e308)).toEqual(all)
  expect(await store(60, i => (i % 2 === 0 ? 1.797e308 : -1.797e308))).toEqual(all)
  expect(await store(120, i => i % 5)).toEqual(all)
  const { json } = await ask(api, '{ seriesByKey(key: "wild") { statistics { mean standardDeviation median } } }')
  expect(json.errors).toBeUndefined()
  for (const figures of json.data.seriesByKey.statistics)
    for (const figure of Object.values(figures)) expect(Number.isFinite(figure)).toBe(true)
})

test('a socket whose answers nobody reads is closed once so many wait, and its place is free', async () => {
  const api = await start({ limits: { ...limits, answerBytes: 200_000, socketsPerAddress: 1 } })
  await ask(api, 'mutation { createSeries(input: { key: "a" }) { __typename } }')
  const times = Array.from({ length: 5_000 }, (_, i) => Date.UTC(2026, 0, 1) + i)
  await ask(
    api,
    'mutation ($t: Instants!, $v: [Values!]!) { ingestPoints(input: { series: [{ key: "a", times: $t, values: $v }] }) { __typename } }',
    { t: times, v: [times.map(t => Math.sin(t))] },
  )
  const open = () =>
    new Promise<WebSocket | null>(resolve => {
      const socket = new WebSocket(api.wsUrl, 'graphql-transport-ws')
      onTestFinished(() => socket.terminate())
      socket.once('open', () => resolve(socket)).once('error', () => resolve(null))
    })
  const deaf = (await open())!
  deaf.send(JSON.stringify({ type: 'connection_init' }))
  await new Promise(resolve => deaf.once('message', resolve))
  deaf.pause()
  expect(await open()).toBeNull()
  // Asked for all the while: what the system holds for who does not read is not ours to know.
  let asked = 0
  const more = () => {
    for (let i = 0; i < 20; i++, asked++)
      deaf.send(
        JSON.stringify({
          id: `q${asked}`,
          type: 'subscribe',
          payload: { query: '{ seriesByKey(key: "a") { points(last: 5000) { times values } } }' },
        }),
      )
  }
  const freed = async () => {
    more()
    return open()
  }
  await expect.poll(freed, { timeout: 30_000, interval: 200 }).not.toBeNull()
})

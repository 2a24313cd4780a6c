import { once } from 'node:events'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import { converse } from '../fuzz/conversation.ts'
import { drawing } from '../fuzz/random.ts'
import type { Known } from '../fuzz/values.ts'
import { unforeseen } from '../fuzz/verdict.ts'
import { startWatchedApi, type WatchedApi } from '../fuzz/watched-api.ts'
import { ask } from './ask.ts'

const seed = Number(process.env.FUZZ_SEED ?? 1)
const sockets = Number(process.env.FUZZ_SOCKETS ?? 600)
const atOnce = 8
/** Milliseconds at a stretch that the loop works for what eight sockets say at once. */
const most = 500
const keys = ['fuzzed', 'other', 'third']

const subscriptions = async (api: WatchedApi): Promise<number> =>
  (await ask(api, '{ systemStatus { subscriptions } }')).json.data.systemStatus.subscriptions

/** Points come all the while, so that subscriptions have something to say. */
function keepStoring(api: WatchedApi): () => Promise<void> {
  let stopped = false
  const ingestion = `mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { __typename } }`
  const storing = (async () => {
    for (let at = Date.UTC(2026, 0, 1); !stopped; at += 5_000) {
      const times = [0, 1, 2, 3, 4].map(i => at + i * 1_000)
      const s = keys.map(key => ({ key, times, values: [times.map(t => (t / 1_000) % 97)] }))
      await ask(api, ingestion, { s })
    }
  })()
  return async () => {
    stopped = true
    await storing
  }
}

test('no socket ends in a failure of ours, hangs or tells what is within, whatever is said over it in whatever order', {
  timeout: 900_000,
}, async () => {
  const api = await startWatchedApi()
  const schema = buildClientSchema((await ask(api, getIntrospectionQuery())).json.data)
  for (const key of keys) await ask(api, `mutation { createSeries(input: { key: "${key}" }) { __typename } }`)
  const known: Known = { keys, ids: [], cursors: [] }
  const stop = keepStoring(api)
  const wsUrl = `${api.url.replace('http', 'ws')}/graphql`
  await api.loopDelay()
  const problems: string[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < sockets && problems.length < 20)
        problems.push(...(await converse(wsUrl, schema, drawing(seed * 1_000_003 + next++), known)).problems)
    }),
  )
  await stop()
  expect([...unforeseen(api.output()).slice(0, 10), ...problems].join('\n\n')).toBe('')
  const delay = await api.loopDelay()
  console.log(`the loop stood still for ${Math.round(delay)} ms at most`)
  expect(delay).toBeLessThan(most)
  // Nothing stays open behind those who have gone.
  await expect.poll(() => subscriptions(api), { timeout: 20_000 }).toBe(0)
})

async function upgraded(api: WatchedApi): Promise<Duplex> {
  const { hostname, port } = new URL(api.url)
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16, 7).toString('base64'),
    'sec-websocket-protocol': 'graphql-transport-ws',
  }
  const asked = request({ hostname, port, path: '/graphql', headers })
  asked.end()
  const [, socket] = (await once(asked, 'upgrade')) as [unknown, Duplex]
  onTestFinished(() => void socket.destroy())
  return socket
}

/** A frame as a client sends it, masked with zeros: what is said is what is sent. */
const frame = (first: number, length: readonly number[], rest: string | Uint8Array = '') =>
  Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), Buffer.from(rest as string)])

const frames: Record<string, readonly Uint8Array[]> = {
  'that is not masked': [Buffer.from([0x81, 2, 0x7b, 0x7d])],
  'with reserved bits': [frame(0xf1, [0x82], '{}')],
  'of a kind there is not': [frame(0x83, [0x82], '{}')],
  'of control in parts': [frame(0x09, [0x80])],
  'of control that is long': [frame(0x89, [0xfe, 0x01, 0x00], 'x'.repeat(256))],
  'that goes on with nothing': [frame(0x80, [0x82], '{}')],
  'that begins before the last has ended': [frame(0x01, [0x81], '{'), frame(0x01, [0x81], '{')],
  'of text that is no UTF-8': [frame(0x81, [0x82], new Uint8Array([0xc3, 0x28]))],
  'of eight exabytes': [frame(0x82, [0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  'of a gigabyte that never comes': [frame(0x82, [0xff, 0, 0, 0, 0, 0x40, 0, 0, 0])],
  'that closes with half a code': [frame(0x88, [0x81], new Uint8Array([3]))],
  'that closes with a code there is not': [frame(0x88, [0x82], new Uint8Array([0, 5]))],
}

test('a frame that is none ends its socket, and nothing else', async () => {
  const api = await startWatchedApi()
  for (const [name, bytes] of Object.entries(frames)) {
    const socket = await upgraded(api)
    socket.on('error', () => {})
    const closed = once(socket, 'close')
    socket.resume()
    for (const each of bytes) socket.write(each)
    await closed
    expect((await fetch(`${api.url}/liveness`)).status, name).toBe(200)
  }
  expect(unforeseen(api.output())).toEqual([])
})

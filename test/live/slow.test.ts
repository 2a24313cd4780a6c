import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { create, ingest, type PointsAdded, pointsAdded } from './points.ts'
import { type Subscriber, subscribe } from './subscriber.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

interface Slow {
  readonly client: Subscriber<PointsAdded>
  readonly cursor: string
}

/** Subscribes, and stops reading after the first message. */
async function start(): Promise<Slow> {
  const client = subscribe<PointsAdded>(api.wsUrl, pointsAdded, { series: ['wide'] })
  const { cursor } = (await client.next())!.data!.pointsAdded
  client.pause()
  return { client, cursor }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/**
 * Megabytes held once what nobody holds is gone: the heap, and the buffers, which is where what waits to be written to
 * a socket is. Collected twice, since buffers found unused the first time are given back only by the second.
 */
function memory(): number {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

/**
 * Stores numbers from 0 on, the same in every channel but for a fraction. Returns how many bytes a client reads for it,
 * and the most megabytes that were held meanwhile.
 */
async function fill(key: string, total: number, channels: number): Promise<{ bytes: number; peak: number }> {
  const size = 2_000
  let [bytes, peak] = [0, 0]
  for (let stored = 0; stored < total; stored += size) {
    const numbers = Array.from({ length: size }, (_, i) => stored + i)
    const values = Array.from({ length: channels }, (_, c) => numbers.map(n => n + c / 7))
    const times = numbers.map(n => Date.UTC(2026, 0, 1) + n * 1_000)
    bytes += JSON.stringify(values).length
    await ingest(api.url, key, times, values)
    if (stored % (10 * size) === 0) peak = Math.max(peak, memory())
  }
  return { bytes, peak: Math.max(peak, memory()) }
}

/** Reads on up to so many points. A client that was let go of for its silence comes back with its cursor. */
async function goOn(slow: Slow, total: number): Promise<number[]> {
  let { client, cursor } = slow
  const received: number[] = []
  client.resume()
  while (received.length < total) {
    const message = await client.next()
    if (message === null) client = subscribe(api.wsUrl, pointsAdded, { series: ['wide'], after: cursor })
    else {
      cursor = message.data!.pointsAdded.cursor
      for (const { values } of message.data!.pointsAdded.added) received.push(...values[0]!)
    }
  }
  client.cut()
  return received
}

test('clients that stop reading cost no memory, and miss nothing once they go on', async () => {
  const [clients, total, channels] = [20, 60_000, 8]
  await create(api.url, 'wide', channels)
  await create(api.url, 'before', channels)
  await fill('before', 10_000, channels)
  const slow = await Promise.all(Array.from({ length: clients }, start))
  const before = memory()
  const { bytes, peak } = await fill('wide', total, channels)
  expect(peak - before).toBeLessThan((clients * bytes) / 1e6 / 3)
  const [first, last, ...others] = slow
  for (const { client } of others) client.cut()
  const all = Array.from({ length: total }, (_, i) => i)
  for (const each of [first!, last!]) expect(await goOn(each, total)).toEqual(all)
})

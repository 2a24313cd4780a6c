import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { create, ingest, type PointsAdded, pointsAdded } from './points.ts'
import { subscribe } from './subscriber.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes in use once what nobody holds is gone. */
function memory(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** Stores numbers from 0 on, the same in every channel but for a fraction. Returns how many bytes a client reads for it. */
async function fill(key: string, total: number, channels: number): Promise<number> {
  const size = 2_000
  let bytes = 0
  for (let stored = 0; stored < total; stored += size) {
    const numbers = Array.from({ length: size }, (_, i) => stored + i)
    const values = Array.from({ length: channels }, (_, c) => numbers.map(n => n + c / 7))
    const times = numbers.map(n => Date.UTC(2026, 0, 1) + n * 1_000)
    bytes += JSON.stringify(values).length
    await ingest(api.url, key, times, values)
  }
  return bytes
}

test('clients that stop reading cost no memory, and miss nothing once they go on', async () => {
  const [clients, total, channels] = [20, 60_000, 8]
  await create(api.url, 'wide', channels)
  await create(api.url, 'before', channels)
  await fill('before', 10_000, channels)
  const slow = Array.from({ length: clients }, () =>
    subscribe<PointsAdded>(api.wsUrl, pointsAdded, { series: ['wide'] }),
  )
  for (const each of slow) {
    await each.next()
    each.pause()
  }
  const before = memory()
  const unread = (clients * (await fill('wide', total, channels))) / 1e6
  expect(memory() - before).toBeLessThan(unread / 2)
  const [first, last, ...others] = slow
  for (const each of others) each.cut()
  for (const each of [first!, last!]) {
    each.resume()
    const received: number[] = []
    while (received.length < total) {
      const { added } = (await each.next())!.data!.pointsAdded
      for (const { values } of added) received.push(...values[0]!)
    }
    expect(received).toEqual(Array.from({ length: total }, (_, i) => i))
    each.cut()
  }
})

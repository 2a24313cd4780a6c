import type { CDPSession } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

/** Minutes to stream for; the short default is a tenth as long at ten times the rate. */
const minutes = Number(process.env.SERIEMA_SOAK_MINUTES ?? 0)
const rate = minutes > 0 ? 10 : 200
const duration = minutes > 0 ? minutes * 60_000 : 60_000
const batches = 10

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'stream', interval: 1_000 / rate, channels: [{ name: 'value' }] })
})
afterAll(() => product?.close())

interface Reading {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

async function read(session: CDPSession): Promise<Reading> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const figure = (name: string) => metrics.find(it => it.name === name)!.value
  return { heap: figure('JSHeapUsedSize'), nodes: figure('Nodes'), listeners: figure('JSEventListeners') }
}

/** Streams for a while, `rate` points a second, each a little apart from the last. */
async function stream(milliseconds: number): Promise<number> {
  const until = performance.now() + milliseconds
  let sent = 0
  let at = Date.now()
  for (;;) {
    const behind = (performance.now() - (until - milliseconds)) * (rate / 1_000) - sent
    if (performance.now() > until) return sent
    const count = Math.max(1, Math.min(rate, Math.floor(behind)))
    const places = Array.from({ length: count }, (_, i) => i)
    const start = Math.max(at + 1, Date.now() - count)
    at = start + count - 1
    await ingest(
      product.api,
      'stream',
      places.map(i => start + i),
      places.map(i => Math.sin((sent + i) / 50) + (Math.random() < 0.003 ? 9 : 0)),
    )
    sent += count
    await new Promise(resolve => setTimeout(resolve, 1_000 / batches))
  }
}

test('memory stays flat however long a series page streams', { timeout: duration * 2 + 240_000 }, async () => {
  const page = await product.open('/series/stream?mean=20')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  // The window, the anomaly table and the engine's own caches fill up first.
  await stream(Math.min(duration / 2, 60_000))
  const readings = [await read(session)]
  for (let part = 0; part < 4; part++) {
    await stream(duration / 4)
    readings.push(await read(session))
  }
  const [first, ...rest] = readings as [Reading, ...Reading[]]
  const last = rest.at(-1)!
  const table = readings.map(it => `${(it.heap / 1e6).toFixed(2)} MB, ${it.nodes} nodes, ${it.listeners} listeners`)
  console.info(`${rate} points/s for ${duration / 1_000} s:\n  ${table.join('\n  ')}`)
  expect(last.heap - first.heap).toBeLessThan(3e6)
  expect(last.nodes - first.nodes).toBeLessThan(1_500)
  expect(last.listeners - first.listeners).toBeLessThan(50)
  await page.getByText('Connected').waitFor()
  expect(product.troubles).toEqual([])
})

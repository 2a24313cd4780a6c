import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { create, ingest, type PointsAdded, pointsAdded } from './points.ts'
import { subscribe } from './subscriber.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

test('a subscription cut a hundred times during 100,000 points receives each exactly once, in order', async () => {
  const [total, size, ahead] = [100_000, 800, 20]
  await create(api.url, 'long')
  const first = subscribe<PointsAdded>(api.wsUrl, pointsAdded, { series: ['long'] })
  let cursor = (await first.next())!.data!.pointsAdded.cursor
  first.cut()

  const received: number[] = []
  let cuts = 0
  let cutOnceMore = () => {}
  const store = async () => {
    for (let stored = 0; stored < total; stored += size) {
      while (stored / size > cuts + ahead) await new Promise<void>(resolve => (cutOnceMore = resolve))
      const numbers = Array.from({ length: size }, (_, i) => stored + i)
      await ingest(
        api.url,
        'long',
        numbers.map(n => Date.UTC(2026, 0, 1) + n * 100),
        [numbers],
      )
    }
  }
  const receive = async () => {
    while (received.length < total) {
      const subscriber = subscribe<PointsAdded>(api.wsUrl, pointsAdded, { series: ['long'], after: cursor })
      const certain = Math.min(total, (cuts + ahead) * size)
      for (let messages = 0; messages <= cuts % 3 && received.length < certain; messages++) {
        const { added, cursor: next } = (await subscriber.next())!.data!.pointsAdded
        for (const { values } of added) received.push(...values[0]!)
        cursor = next
      }
      subscriber.cut()
      cuts++
      cutOnceMore()
    }
  }
  await Promise.all([store(), receive()])
  expect(cuts).toBeGreaterThanOrEqual(100)
  expect(received).toEqual(Array.from({ length: total }, (_, i) => i))
})

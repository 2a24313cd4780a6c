import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seriema/api/store/embedded'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi } from '../harness.ts'
import { create, ingest, nextAdded, type PointsAdded, pointsAdded } from './points.ts'
import { subscribe } from './subscriber.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seriema-restart-'))
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a subscription outlives a restart of PostgreSQL and goes on without gap or repeat', async () => {
  const log = pino({ level: 'silent' })
  let postgres = await startEmbedded(folder, log)
  const api = await startApi({ databaseUrl: postgres.url })
  await create(api.url, 'survivor')
  const subscriber = subscribe<PointsAdded>(api.wsUrl, pointsAdded, { series: ['survivor'] })
  await subscriber.next()
  const received: number[] = []
  for (let restart = 0; restart < 2; restart++) {
    const at = Date.UTC(2026, 0, 1) + restart * 10_000
    await ingest(api.url, 'survivor', [at], [[2 * restart]])
    await postgres.stop()
    postgres = await startEmbedded(folder, log, { port: postgres.port })
    await expect
      .poll(
        () =>
          ingest(api.url, 'survivor', [at + 1_000], [[2 * restart + 1]]).then(
            () => true,
            () => false,
          ),
        {
          timeout: 20_000,
        },
      )
      .toBe(true)
    while (received.length < 2 * restart + 2)
      for (const { values } of await nextAdded(subscriber)) received.push(...values[0]!)
  }
  expect(received).toEqual([0, 1, 2, 3])
  subscriber.cut()
  await api.close()
  await postgres.stop()
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmbedded } from '@seriema/api/store/embedded'
import { until } from '@seriema/api/store/embedded/wait'
import { createClient } from 'graphql-ws'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryFolder } from '../folder.ts'
import { startApi } from '../harness.ts'
import { freePort } from '../port.ts'
import { createSeries, expectExactly, startWriter } from './writer.ts'

const log = pino({ level: 'silent' })

test('the API outlives its database: no acknowledged point is lost, readiness tells, subscriptions go on', async () => {
  const folder = await temporaryFolder()
  const port = await freePort()
  let database = await startEmbedded(folder, log, { port })
  onTestFinished(() => database.stop())
  const api = await startApi({ databaseUrl: database.url })
  onTestFinished(() => api.close())
  await createSeries(api.url, 'steady')

  const readiness = async () => (await fetch(`${api.url}/readiness`)).status
  const writer = startWriter(() => api.url, 'steady', 50)
  const received = subscribe(api.wsUrl)
  const flows = async () => {
    const [sent, seen] = [writer.acknowledged() + 200, received.count() + 200]
    expect(await until(() => writer.acknowledged() >= sent && received.count() >= seen, 30_000)).toBe(true)
  }
  await flows()

  // In order, as an administrator does, with enough time in between for somebody to notice.
  await database.stop()
  expect(await until(async () => (await readiness()) === 503, 10_000)).toBe(true)
  expect((await fetch(`${api.url}/liveness`)).status).toBe(200)
  database = await startEmbedded(folder, log, { port })
  expect(await until(async () => (await readiness()) === 200, 30_000)).toBe(true)
  await flows()

  // And by a crash, from which it comes back by itself.
  const pid = Number.parseInt(await readFile(join(folder, 'postgres-18', 'postmaster.pid'), 'utf8'), 10)
  process.kill(pid, 'SIGKILL')
  await flows()
  expect(await until(async () => (await readiness()) === 200, 30_000)).toBe(true)

  await writer.stop()
  await expectExactly(database.url, writer)
  const expected = Array.from({ length: received.count() }, (_, index) => index)
  expect(received.indices()).toEqual(expected)
  expect(received.interruptions()).toBe(0)
}, 120_000)

/** One subscription, never renewed: which points it was sent, in the order they came. */
function subscribe(url: string) {
  const indices: number[] = []
  let interruptions = 0
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false })
  client.on('closed', () => interruptions++)
  onTestFinished(() => void client.dispose())
  const query = 'subscription { pointsAdded(series: ["steady"]) { added { times } } }'
  void (async () => {
    for await (const { data } of client.iterate<{ pointsAdded: { added: { times: number[] }[] } }>({ query })) {
      const times = data!.pointsAdded.added.flatMap(added => added.times)
      for (const at of times) indices.push((at - Date.UTC(2020, 0, 1)) / 1_000)
    }
  })().catch(() => interruptions++)
  return { count: () => indices.length, indices: () => indices, interruptions: () => interruptions }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { startEmbedded } from '@seriema/api/store/embedded'
import { until } from '@seriema/api/store/embedded/wait'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { startApi } from '../harness.ts'
import { subscribe } from './subscriber.ts'
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
  const received = await subscribe(api.url, ['steady'])
  const writer = startWriter(() => api.url, 'steady', 50)
  const seen = () => received.of('steady').length
  const flows = async () => {
    const [sent, heard] = [writer.acknowledged() + 200, seen() + 200]
    expect(await until(() => writer.acknowledged() >= sent && seen() >= heard, 30_000)).toBe(true)
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
  expect(received.of('steady')).toEqual(Array.from({ length: seen() }, (_, index) => index))
  expect(received.interruptions()).toBe(0)
}, 120_000)

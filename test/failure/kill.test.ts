import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { isAlive, until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'
import { createSeries, expectExactly, startWriter } from './writer.ts'

const kills = 20

test('a server killed twenty times during ingestion keeps every acknowledged point, and none twice', async () => {
  const folder = await temporaryFolder()
  const [apiPort, databasePort] = [await freePort(), await freePort()]
  const settings = {
    SERIEMA_DATA: folder,
    SERIEMA_API_PORT: String(apiPort),
    SERIEMA_DATABASE_PORT: String(databasePort),
  }
  let api: SpawnedApi = await spawnApi(settings)
  onTestFinished(() => api.end('SIGTERM').then(() => {}))
  const keys = ['first', 'second', 'third']
  for (const key of keys) await createSeries(api.url, key)
  const writers = keys.map(key => startWriter(() => api.url, key, 150))
  const total = () => writers.reduce((sum, writer) => sum + writer.acknowledged(), 0)

  for (let kill = 0; kill < kills; kill++) {
    // Between one and seven batches on: with three writers, some batch is always on its way.
    const aim = total() + 150 * (1 + ((kill * 5) % 7))
    expect(await until(() => total() >= aim, 30_000)).toBe(true)
    const database = Number.parseInt(await readFile(join(folder, 'postgres-18', 'postmaster.pid'), 'utf8'), 10)
    await api.end('SIGKILL')
    // Every other time the database goes with it, as when the machine stops: what it acknowledged is on the disk.
    if (kill % 2 === 1) process.kill(database, 'SIGKILL')
    api = await spawnApi(settings)
    expect(isAlive(database)).toBe(false)
  }

  const aim = total() + 450
  expect(await until(() => total() >= aim, 30_000)).toBe(true)
  await Promise.all(writers.map(writer => writer.stop()))
  const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim()
  const databaseUrl = `postgres://seriema:${password}@127.0.0.1:${databasePort}/postgres`
  for (const writer of writers) await expectExactly(databaseUrl, writer)
}, 600_000)

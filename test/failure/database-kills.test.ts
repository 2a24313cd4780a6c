import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { spawnApi } from '../spawn.ts'
import { startReader } from './reader.ts'
import { subscribe } from './subscriber.ts'
import { createSeries, expectExactly, startWriter } from './writer.ts'

const kills = Number(process.env.DATABASE_KILLS ?? 100)

test(
  `the API outlives ${kills} kills of its database under load: nothing acknowledged is lost or doubled, a subscriber has no gap`,
  async () => {
    const folder = await temporaryFolder()
    const port = await freePort()
    const api = await spawnApi({
      SERIEMA_DATA: folder,
      SERIEMA_DATABASE_PORT: String(port),
      SERIEMA_LOG_LEVEL: 'error',
    })
    onTestFinished(() => api.end('SIGTERM').then(() => {}))
    const keys = ['first', 'second', 'third']
    for (const key of keys) await createSeries(api.url, key)
    const received = await subscribe(api.url, keys)
    const writers = keys.map(key => startWriter(() => api.url, key, 50))
    const readers = Array.from({ length: 8 }, () => startReader(api.url, keys))
    const written = () => writers.reduce((sum, writer) => sum + writer.acknowledged(), 0)
    const alive = () => api.child.exitCode === null && api.child.signalCode === null

    const pidFile = join(folder, 'postgres-18', 'postmaster.pid')
    let last = api.pid
    /** The next PostgreSQL; between two of them the API has its own pid in the lock. */
    const started = async (): Promise<number> => {
      let pid = Number.NaN
      const found = async () => {
        pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
        return pid > 0 && pid !== last && pid !== api.pid
      }
      expect(await until(async () => (await found()) || !alive(), 30_000)).toBe(true)
      expect(alive(), api.output()).toBe(true)
      return pid
    }
    for (let kill = 0; kill < kills; kill++) {
      last = await started()
      // Two of three while clients are served again; every third as soon as there is a process, in the midst of recovery.
      const aim = written() + 150
      if (kill % 3 !== 2) expect(await until(() => written() >= aim || !alive(), 60_000)).toBe(true)
      expect(alive(), api.output()).toBe(true)
      process.kill(last, 'SIGKILL')
    }

    const aim = written() + 300
    expect(await until(() => written() >= aim || !alive(), 60_000)).toBe(true)
    expect(alive(), api.output()).toBe(true)
    await Promise.all([...writers, ...readers].map(one => one.stop()))
    const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim()
    const databaseUrl = `postgres://seriema:${password}@127.0.0.1:${port}/postgres`
    for (const writer of writers) await expectExactly(databaseUrl, writer)
    // What was answered was data or a fault with a way out, never a mistake of ours.
    const codes = new Set(readers.flatMap(reader => reader.codes()))
    const unexpected = api.output().match(/^.*failed unexpectedly.*$/gm) ?? []
    expect(codes, unexpected.join('\n')).toEqual(new Set(['UNAVAILABLE']))
    for (const writer of writers) {
      expect(await until(() => received.of(writer.key).length >= writer.acknowledged(), 20_000)).toBe(true)
      expect(received.of(writer.key)).toEqual(received.of(writer.key).map((_, index) => index))
    }
    expect(received.interruptions()).toBe(0)
    expect((await api.end('SIGTERM')).status).toBe(0)
  },
  60_000 + kills * 5_000,
)

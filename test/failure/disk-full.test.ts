import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '@seriema/api/store/embedded'
import { until } from '@seriema/api/store/embedded/wait'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { startApi } from '../harness.ts'
import { ask, batch, createSeries, expectExactly, ingestion, startWriter } from './writer.ts'

/** A disk of some MB, mounted at a folder for as long as the test takes; null where that is not allowed. */
function smallDisk(folder: string, megabytes: number): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder])
  if (status !== 0) return null
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return folder
}

/** Fills the disk to its last byte. */
function fill(file: string): void {
  for (let size = 1 << 20; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}

const told = ingestion.replace('__typename', '... on Fault { code message }')

test('a full disk is told to writers and to who asks for readiness, what was acknowledged is kept, and with room it goes on', async context => {
  const disk = smallDisk(await temporaryFolder(), 160)
  if (disk === null) return context.skip('a disk of its own takes root on Linux')
  const database = await startEmbedded(disk, pino({ level: 'silent' }))
  onTestFinished(() => database.stop())
  const api = await startApi({ databaseUrl: database.url })
  onTestFinished(() => api.close())
  await createSeries(api.url, 'growing')
  const readiness = async () => {
    const { status, body } = await fetch(`${api.url}/readiness`).then(async response => ({
      status: response.status,
      body: (await response.json()) as { checks: { database: string } },
    }))
    return `${status} ${body.checks.database}`
  }
  const writer = startWriter(() => api.url, 'growing', 200)
  expect(await until(() => writer.acknowledged() >= 1_000, 20_000)).toBe(true)
  expect(await until(async () => (await readiness()) === '200 reachable', 10_000)).toBe(true)

  const filler = join(disk, 'filler')
  fill(filler)
  expect(await until(async () => (await readiness()) === '503 not writable', 30_000)).toBe(true)
  const refused = await ask(api.url, told, batch('growing', writer.acknowledged() + 1_000_000, 10_000))
  expect(refused.data?.ingestPoints).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('full') })
  // What is stored can be read meanwhile.
  expect((await ask(api.url, '{ seriesByKey(key: "growing") { pointCount } }')).errors).toBeUndefined()

  rmSync(filler)
  const kept = writer.acknowledged()
  expect(await until(() => writer.acknowledged() > kept + 1_000, 30_000)).toBe(true)
  expect(await until(async () => (await readiness()) === '200 reachable', 10_000)).toBe(true)
  await writer.stop()
  await expectExactly(database.url, writer)
}, 120_000)

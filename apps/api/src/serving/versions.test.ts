import type { Member } from '@seriema/ml/contract/trainable'
import { expect, onTestFinished, test, vi } from 'vitest'
import { forecasterFile, watcherFile } from '../flows/versions-for-tests.ts'
import type { Version } from '../store/version.ts'
import { createVersionThread, wasInterrupted } from './versions/thread.ts'
import { createVersions, type VersionsOptions } from './versions.ts'

const hour = 3_600_000
const times = Float64Array.from({ length: 300 }, (_, i) => (i + 1) * hour)
const values = times.map((_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12))
const member = (key: string, count = 300): Member => ({
  key,
  times: times.subarray(0, count),
  channels: [values.subarray(0, count)],
  attributes: [],
  step: { unit: 'millisecond', count: hour },
  timeZone: 'UTC',
})
const ridge = await forecasterFile({ times, values })

const rowOf = (id: number): Version =>
  ({
    id,
    number: id,
    kind: id < 10 ? 'zscore' : 'ridge',
    role: id < 10 ? 'watch' : 'forecast',
    channels: [{}],
    artifact: `${id}`,
  }) as unknown as Version
const watcher = watcherFile(20, 1)

function versionsWith(options: Partial<VersionsOptions> = {}) {
  const read = vi.fn(async (hash: string) => (Number(hash) < 10 ? watcher : ridge))
  const versions = createVersions({ find: async id => rowOf(id), read, ...options })
  onTestFinished(() => versions.close())
  return { versions, read }
}

test('versions used last stay within the bytes there are, and the figures say how often one was at hand', async () => {
  const { versions, read } = versionsWith({ bytes: 2 * watcher.byteLength + 10 })
  for (const id of [1, 2, 1, 1, 3, 1, 2]) await versions.get(id)
  expect(read.mock.calls.map(([hash]) => hash)).toEqual(['1', '2', '3', '2'])
  expect(versions.figures).toEqual({
    hits: 3,
    misses: 4,
    loaded: 2,
    bytes: 2 * watcher.byteLength,
    capacity: 2 * watcher.byteLength + 10,
  })
})

test('those who ask at once wait for one load; one that is only wanted at hand is loaded meanwhile', async () => {
  const { versions, read } = versionsWith()
  expect(versions.held(1)).toBeNull()
  expect(versions.missing(1)).toBe('the version is being loaded')
  await Promise.all([versions.get(1), versions.get(1)])
  expect(versions.held(1)).toMatchObject({ name: 'v1 (Trained z-score)', detector: { versionId: 1 } })
  expect(read).toHaveBeenCalledTimes(1)
})

test('one that cannot be read in time is given up, costs no other, and why is known', async () => {
  const { versions } = versionsWith({
    read: hash => (hash === '1' ? new Promise(() => {}) : Promise.resolve(watcher)),
    patience: 30,
  })
  await expect(versions.get(1)).rejects.toMatchObject({ code: 'TIMED_OUT' })
  expect(versions.held(1)).toBeNull()
  expect(versions.missing(1)).toContain('took longer than')
  expect(await versions.get(2)).toMatchObject({ id: 2 })
})

test('series that ask a version while it is busy share its next run, and each is answered as far ahead as it asked', async () => {
  const { versions } = versionsWith()
  const [a, b, c] = await Promise.all([
    versions.forecast(11, [member('a')], 3),
    versions.forecast(11, [member('b'), member('short', 1)], 12),
    versions.forecast(11, [member('c', 200)], 5),
  ])
  expect([a, b, c].map(all => all!.map(one => (one instanceof Error ? one.name : one.mean[0]!.length)))).toEqual([
    [3],
    [12, expect.anything()],
    [5],
  ])
  await expect(versions.forecast(11, [member('a')], 13)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
})

test('what takes too long ends with the thread it is in; what else was loaded there is loaded again', async () => {
  const lost = vi.fn()
  const thread = createVersionThread(lost)
  onTestFinished(thread.close)
  const [slow, other] = [await thread.open(1, ridge), await thread.open(2, ridge)]
  const under = slow.pointsNeeded(member('a').step)
  thread.abandon()
  await expect(under).rejects.toSatisfy(wasInterrupted)
  expect(lost).toHaveBeenCalledOnce()
  await expect(other.forecast([member('a')], 3)).rejects.toSatisfy(wasInterrupted)
  const [made] = await (await thread.open(2, ridge)).forecast([member('a')], 3)
  expect(made).toMatchObject({ times: Float64Array.from([301, 302, 303], i => i * hour) })
})

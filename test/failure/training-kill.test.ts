import { connect } from '@seriema/api/store/database'
import { isAlive, until } from '@seriema/api/store/embedded/wait'
import { readCheckpoint } from '@seriema/api/store/training'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { ask, subscribe } from '../live/subscriber.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'
import {
  childrenOf,
  createModel,
  createSeries,
  hasEnded,
  ingest,
  type ShownTraining,
  shownTraining,
  training,
  trainModel,
  wave,
} from '../training.ts'

const settings = { lookback: 96, horizon: 24, layers: [{ units: 24 }], epochs: 40, patience: 40 }
const model = (url: string, key: string) =>
  createModel(url, { name: key, kind: 'GRU', scope: { series: key }, settings })

/** The one worker of an API, whoever it is now. */
async function workerOf(api: SpawnedApi): Promise<number> {
  await expect.poll(() => childrenOf(api.pid).length, { timeout: 30_000 }).toBe(1)
  return childrenOf(api.pid)[0]!
}

async function completed(url: string, id: string): Promise<ShownTraining> {
  await expect.poll(async () => hasEnded(await training(url, id)), { timeout: 120_000, interval: 100 }).toBe(true)
  return training(url, id)
}

test('a training whose worker is killed again and again goes on from its checkpoint with what it began with, and makes one version', {
  timeout: 300_000,
}, async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '1' })
  onTestFinished(async () => void (await api.end('SIGTERM')))
  const store = connect(database.url, { max: 1 })
  onTestFinished(() => store.close())
  const { url } = api
  for (const key of ['calm', 'killed']) {
    await createSeries(url, key)
    await ingest(url, key, wave(1_500))
  }
  const calm = await completed(url, (await trainModel(url, await model(url, 'calm'))).id)
  expect(calm).toMatchObject({ state: 'COMPLETED', attempt: 1 })

  const epochs: (readonly [attempt: number, epoch: number])[] = []
  const subscriber = subscribe<{ trainingProgressed: { trainings: readonly ShownTraining[] } }>(
    `${url.replace('http', 'ws')}/graphql`,
    `subscription { trainingProgressed { trainings { ${shownTraining} } } }`,
  )
  onTestFinished(() => subscriber.cut())
  void (async () => {
    for (let message = await subscriber.next(); message !== null; message = await subscriber.next())
      for (const { state, attempt, epoch } of message.data!.trainingProgressed.trainings)
        if (state === 'TRAINING') epochs.push([attempt, epoch])
  })()
  const { id } = await trainModel(url, await model(url, 'killed'))
  const row = Number(Buffer.from(id, 'base64url').toString().split(':')[1])
  const kept: number[] = [0]
  for (const signal of ['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    const epoch = async () => (await readCheckpoint(store, row))?.epoch ?? 0
    expect(await until(async () => (await epoch()) > kept.at(-1)!, 60_000)).toBe(true)
    const { attempt } = await training(url, id)
    const worker = await workerOf(api)
    const numbers = childrenOf(worker)
    process.kill(worker, signal)
    const began = performance.now()
    kept.push(await epoch())
    // Points that come now are none of this training's.
    await ingest(url, 'killed', wave(30, Date.UTC(2026, 5, kept.length)))
    expect(await until(async () => (await training(url, id)).attempt > attempt, 30_000)).toBe(true)
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(await until(() => numbers.every(pid => !isAlive(pid)), 10_000)).toBe(true)
  }

  const ended = await completed(url, id)
  expect(ended).toMatchObject({ state: 'COMPLETED', attempt: kept.length, version: { name: 'v1' } })
  // What it learnt is what it would have learnt undisturbed.
  expect(ended.losses).toEqual(calm.losses)
  for (const [attempt, epoch] of epochs) expect(epoch).toBeGreaterThanOrEqual(kept[attempt - 1]!)
  const { versions } = await ask<{ versions: { totalCount: number } }>(
    url,
    '{ versions(filter: { scope: { series: "killed" } }) { totalCount } }',
  )
  expect(versions.totalCount).toBe(1)
  expect(await readCheckpoint(store, row)).toBeNull()
})

test('what a cancelled training computes in is ended at once, and its worker takes the next', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '1' })
  onTestFinished(async () => void (await api.end('SIGTERM')))
  await createSeries(api.url, 'dropped')
  await ingest(api.url, 'dropped', wave(1_500))
  const dropped = await model(api.url, 'dropped')
  const { id } = await trainModel(api.url, dropped)
  await expect.poll(async () => (await training(api.url, id)).state, { timeout: 60_000 }).toBe('TRAINING')
  const numbers = childrenOf(await workerOf(api))
  expect(numbers).toHaveLength(1)
  await ask(
    api.url,
    `mutation { cancelTraining(input: { id: "${id}" }) { ... on TrainingPayload { training { state } } } }`,
  )
  expect(await until(() => numbers.every(pid => !isAlive(pid)), 5_000)).toBe(true)
  expect(await training(api.url, id)).toMatchObject({ state: 'CANCELLED', version: null, failure: null })
  const next = await trainModel(api.url, dropped)
  await expect.poll(async () => (await training(api.url, next.id)).state, { timeout: 60_000 }).toBe('TRAINING')
}, 180_000)

test('a worker, and what it computes in, end with who started them, even where that was killed', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '2' })
  onTestFinished(async () => void (await api.end('SIGKILL')))
  await createSeries(api.url, 'kept')
  await ingest(api.url, 'kept', wave(1_500))
  await trainModel(api.url, await model(api.url, 'kept'))
  const processes = () => childrenOf(api.pid).flatMap(worker => [worker, ...childrenOf(worker)])
  await expect.poll(() => processes().length, { timeout: 30_000 }).toBe(3)
  const all = processes()
  await api.end('SIGKILL')
  expect(await until(() => all.every(pid => !isAlive(pid)), 15_000)).toBe(true)
}, 120_000)

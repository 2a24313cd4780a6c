import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { startWatchedApi } from '../fuzz/watched-api.ts'
import { run, spawnApi } from '../spawn.ts'
import {
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
import { ask, subscribe } from './subscriber.ts'

const progressed = `subscription ($model: ID) { trainingProgressed(model: $model) { cursor trainings { ${shownTraining} } } }`
interface Progressed {
  readonly trainingProgressed: { readonly cursor: string; readonly trainings: readonly ShownTraining[] }
}

test('a training asked for in one process is done by a worker, told live in another, and speaks there once it is deployed', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const [here, there] = await Promise.all([
    spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '1' }),
    spawnApi({ DATABASE_URL: database.url }),
  ])
  onTestFinished(async () => void (await Promise.all([here.end('SIGTERM'), there.end('SIGTERM')])))
  await createSeries(here.url, 'plant')
  await ingest(here.url, 'plant', wave(600))
  const settings = { lookback: 24, horizon: 12, layers: [{ units: 8 }], epochs: 6 }
  const model = await createModel(here.url, { name: 'plant', kind: 'GRU', scope: { series: 'plant' }, settings })

  const told: ShownTraining[] = []
  const subscriber = subscribe<Progressed>(`${there.url.replace('http', 'ws')}/graphql`, progressed, { model })
  onTestFinished(() => subscriber.cut())
  expect((await subscriber.next())!.data!.trainingProgressed.trainings).toEqual([])
  const asked = await trainModel(here.url, model)
  expect(asked).toMatchObject({ state: 'QUEUED', progress: 0, version: null })
  while (told.length === 0 || !hasEnded(told.at(-1)!))
    told.push(...(await subscriber.next())!.data!.trainingProgressed.trainings)

  expect(new Set(told.map(({ id }) => id))).toEqual(new Set([asked.id]))
  const rising = told.map(({ progress }) => progress)
  expect(rising).toEqual(rising.toSorted((a, b) => a - b))
  const last = told.at(-1)!
  expect(last).toMatchObject({
    state: 'COMPLETED',
    attempt: 1,
    progress: 1,
    points: 600,
    failure: null,
    version: { name: 'v1', kind: 'GRU' },
  })
  expect(last.losses.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6].slice(0, last.losses.length))
  expect(last.phases.map(({ phase }) => phase)).toEqual(['COLLECTING', 'PREPROCESSING', 'TRAINING', 'EVALUATING'])
  expect(last.phases.every(({ from, to }) => to !== null && to >= from)).toBe(true)

  await ask(
    here.url,
    `mutation { deployVersion(input: { scope: { series: "plant" }, role: FORECAST, version: "${last.version!.id}" }) { ... on Fault { message } } }`,
  )
  await expect
    .poll(
      async () =>
        (
          await ask<{ seriesByKey: { forecast: { speaker: unknown } } }>(
            there.url,
            '{ seriesByKey(key: "plant") { forecast { ... on Forecast { speaker { kind version { name } } } } } }',
          )
        ).seriesByKey.forecast?.speaker,
      { timeout: 10_000 },
    )
    .toEqual({ kind: 'GRU', version: { name: 'v1' } })
}, 120_000)

test('the API is not held up while a training goes on: its loop stands still no longer than for a request', async () => {
  const api = await startWatchedApi()
  const worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: api.databaseUrl })
  onTestFinished(async () => void (await worker.end('SIGTERM')))
  await createSeries(api.url, 'busy')
  await ingest(api.url, 'busy', wave(2_000))
  const settings = { lookback: 48, horizon: 24, layers: [{ units: 32 }], epochs: 8, patience: 8 }
  const model = await createModel(api.url, { name: 'busy', kind: 'LSTM', scope: { series: 'busy' }, settings })
  const { id } = await trainModel(api.url, model)
  await expect.poll(async () => (await training(api.url, id)).state, { timeout: 60_000 }).toBe('TRAINING')
  const health = await fetch(`${api.url}/healthcheck`)
  expect(await health.json()).toMatchObject({ trainings: { waiting: 0, underWay: 1 }, training: { count: 0 } })
  await api.loopDelay()
  let asked = 0
  while (!hasEnded(await training(api.url, id))) asked++
  expect(await training(api.url, id)).toMatchObject({ state: 'COMPLETED', failure: null })
  expect(asked).toBeGreaterThan(20)
  expect(await api.loopDelay()).toBeLessThan(100)
}, 180_000)

import { Fault } from '@seriema/domain/fault'
import type { TrainingState } from '@seriema/domain/training'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openArtifacts } from '../artifacts/artifacts.ts'
import { rest } from '../concurrency/retry.ts'
import { createNumbers } from '../jobs/numbers.ts'
import { startWorking } from '../jobs/work.ts'
import { openQueue, type Queue } from '../store/queue.ts'
import { requireSeries } from '../store/series.ts'
import { findTrainings, listTrainings, readCheckpoint, type TrainingOf } from '../store/training.ts'
import { listVersions } from '../store/version.ts'
import { deleteSeries } from './deletion.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createGroup, createModel } from './model.ts'
import { createPurge } from './purge.ts'
import { createSeries } from './series.ts'
import { cancelTraining } from './train/cancel.ts'
import { requestTraining } from './train/request.ts'
import { changeRetraining, retrainDue } from './train/retrain.ts'
import type { Numbers } from './train.ts'
import { fakeNumbers } from './training-for-tests.ts'

vi.setConfig({ testTimeout: 120_000 })

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
let flows: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp

beforeAll(async () => {
  flows = await startFlows({ clock: () => begin + 20_000 * hour })
  app = flows.app
})
afterAll(() => flows.close())

/** A worker until the test ends. */
async function startWorker(numbers: Numbers, config: Partial<FlowApp['config']> = {}): Promise<Queue> {
  const { databaseUrl } = app.config
  const own = await openQueue({ databaseUrl, log: app.log, takes: true })
  onTestFinished(() => own.close())
  const artifacts = await openArtifacts({ kind: 'database' }, { db: app.db, clock: app.clock })
  await startWorking({
    ...app,
    config: { ...app.config, ...config },
    artifacts,
    numbers,
    queue: own,
    speakers: async () => app,
  })
  return own
}

const noisy = (i: number) => 20 + 5 * Math.sin((i * Math.PI) / 12) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 97) / 50

async function send(key: string, from: number, values: readonly number[], replace = false): Promise<void> {
  const raw = { times: values.map((_, i) => begin + (from + i) * hour), values: [values] }
  const [outcome] = await app.ingest([{ key, raw }], { replace })
  expect(outcome!.fault).toBeNull()
}

async function seriesOf(key: string, values: readonly number[], draft = {}): Promise<void> {
  await createSeries(app, { key, ...draft })
  if (values.length > 0) await send(key, 0, values)
}
const history = (count: number) => Array.from({ length: count }, (_, i) => noisy(i))

const modelOf = async (key: string, kind = 'ridge', settings: Readonly<Record<string, unknown>> = {}) =>
  (await createModel(app, { name: key, kind, scope: { series: key }, settings })).model.id

const find = async (id: number): Promise<TrainingOf> => (await findTrainings(app.db, [id]))[0]!
const reaches = (id: number, states: readonly TrainingState[]) =>
  vi.waitFor(async () => expect(states).toContain((await find(id)).state), { timeout: 60_000, interval: 20 })
const ended = async (id: number): Promise<TrainingOf> => {
  await reaches(id, ['completed', 'failed', 'cancelled'])
  return find(id)
}
const versionsOf = async (key: string) => {
  const { id } = await requireSeries(app.db, key)
  return (await listVersions(app.db, { scope: { seriesId: id } })).edges.map(({ node }) => node)
}

test('fifty requests at once begin one training, which makes one version; asked again, the same version is given', async () => {
  const numbers = fakeNumbers()
  await startWorker(numbers)
  await seriesOf('wanted', history(200))
  const model = await modelOf('wanted')
  const asked = await Promise.all(Array.from({ length: 50 }, () => requestTraining(app, model)))
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  const first = await ended(asked[0]!.id)
  expect(first).toMatchObject({ state: 'completed', attempt: 1, failure: null, points: 200 })
  const again = await ended((await requestTraining(app, model)).id)
  expect(again).toMatchObject({ state: 'completed', versionId: first.versionId })
  expect(again.id).not.toBe(first.id)
  // Another model of the same is the same version, too.
  const twin = await ended((await requestTraining(app, await modelOf('wanted'))).id)
  expect(twin.versionId).toBe(first.versionId)
  expect(numbers.begun).toEqual([0])
  expect(await versionsOf('wanted')).toHaveLength(1)
})

test('two models of the same that are trained at once make one version', async () => {
  const both = Promise.withResolvers<void>()
  let begun = 0
  const numbers = fakeNumbers({
    async pass(epoch) {
      if (epoch === 1 && ++begun === 2) both.resolve()
      await both.promise
    },
  })
  await Promise.all([startWorker(numbers), startWorker(numbers)])
  await seriesOf('twins', history(100))
  const trainings = [await modelOf('twins'), await modelOf('twins')].map(model => requestTraining(app, model))
  const [one, other] = await Promise.all((await Promise.all(trainings)).map(({ id }) => ended(id)))
  expect(one).toMatchObject({ state: 'completed', versionId: other!.versionId })
  expect(begun).toBe(2)
  expect(await versionsOf('twins')).toHaveLength(1)
})

const phases = ['collecting', 'preprocessing', 'training', 'evaluating'] as const

test.each(phases)('a training that is cancelled while %s ends at once, and nothing of it is kept', async phase => {
  const key = `cancelled_${phase}`
  const aborted = Promise.withResolvers<void>()
  const stuck = (signal: AbortSignal) =>
    rest(60_000, signal).then(() => {
      aborted.resolve()
      throw signal.reason
    })
  const fake = fakeNumbers()
  const numbers: Numbers = {
    ...fake,
    async train(_request, _about, hooks) {
      if (phase === 'collecting') return stuck(hooks.signal)
      for (const each of phases.slice(1, phases.indexOf(phase) + 1)) {
        hooks.onPhase(each as Exclude<typeof each, 'collecting'>)
        if (each === 'training') hooks.onEpoch({ epoch: 1, training: 1, validation: 1 }, 3, Buffer.from('1'))
      }
      return stuck(hooks.signal)
    },
  }
  await startWorker(numbers)
  await seriesOf(key, history(100))
  const { id } = await requestTraining(app, await modelOf(key))
  await reaches(id, [phase])
  expect(await cancelTraining(app, id)).toMatchObject({ state: 'cancelled' })
  await aborted.promise
  expect(await find(id)).toMatchObject({ state: 'cancelled', versionId: null, failure: null })
  expect(await cancelTraining(app, id)).toMatchObject({ state: 'cancelled' })
  expect(await versionsOf(key)).toEqual([])
  expect(await readCheckpoint(app.db, id)).toBeNull()
  // The worker is free for the next.
  const next = await requestTraining(app, await modelOf(key))
  await reaches(next.id, [phase])
  await cancelTraining(app, next.id)
})

test('one that waits is cancelled before any worker has seen it', async () => {
  await seriesOf('waiting', history(100))
  const { id } = await requestTraining(app, await modelOf('waiting'))
  expect(await cancelTraining(app, id)).toMatchObject({ state: 'cancelled', startedAt: null })
  const numbers = fakeNumbers()
  await startWorker(numbers)
  await seriesOf('behind', history(100))
  await ended((await requestTraining(app, await modelOf('behind'))).id)
  expect(numbers.begun).toHaveLength(1)
  expect(await find(id)).toMatchObject({ state: 'cancelled', attempt: 0 })
})

test('the training of a series that is deleted meanwhile ends, and none of it is there when the series comes back', async () => {
  const begun = Promise.withResolvers<void>()
  const ending = Promise.withResolvers<void>()
  const numbers = fakeNumbers({
    pass: (_epoch, signal) => {
      begun.resolve()
      return rest(60_000, signal).then(() => ending.resolve())
    },
  })
  await startWorker(numbers)
  await seriesOf('going', history(100))
  await requestTraining(app, await modelOf('going'))
  await begun.promise
  await deleteSeries({ ...app, purge: createPurge(app) }, 'going')
  await ending.promise
})

const refusals: readonly (readonly [string, readonly number[], string, Readonly<Record<string, unknown>>, string])[] = [
  [
    'too few points for a window in each part',
    history(20),
    'ridge',
    { lookback: 24, horizon: 12 },
    'INSUFFICIENT_DATA',
  ],
  ['too few points for an anomaly service', history(9_999), 'zscore', { service: true }, 'INSUFFICIENT_DATA'],
  ['a series that does not vary', Array(400).fill(5), 'ridge', { lookback: 24, horizon: 12 }, 'CONSTANT_SERIES'],
  ['weights that are not there', history(900), 'ttm', { start: 'ibm', horizon: 12 }, 'MODEL_NOT_FOUND'],
  [
    'more of the past than pretrained weights look at',
    history(900),
    'ttm',
    { start: 'base', context: 100, horizon: 12 },
    'INVALID_SETTINGS',
  ],
]

test.each(refusals)(
  '%s is how a training fails, with a code and at the first try',
  async (name, values, kind, settings, code) => {
    await startWorker(createNumbers(app.config))
    const key = name.replaceAll(' ', '_')
    await seriesOf(key, values)
    const training = await ended((await requestTraining(app, await modelOf(key, kind, settings))).id)
    expect(training).toMatchObject({ state: 'failed', attempt: 1, failureCode: code, versionId: null })
    expect(training.failure).toMatch(/\w/)
  },
)

test('exactly as many points as are needed are enough, and the version says what it is', async () => {
  await startWorker(createNumbers(app.config))
  await seriesOf('enough', history(10_000))
  const training = await ended((await requestTraining(app, await modelOf('enough', 'zscore', { service: true }))).id)
  expect(training).toMatchObject({ state: 'completed', failure: null, points: 10_000 })
  const [version] = await versionsOf('enough')
  expect(version).toMatchObject({ number: 1, kind: 'zscore', points: 10_000, lookback: 1, origin: 'trained' })
})

test('more points than are taken, or none, are refused before a training begins', async () => {
  const config = { ...app.config, limits: { ...app.config.limits, trainingPoints: 100 } }
  await seriesOf('many', history(101))
  const many = requestTraining({ ...app, config }, await modelOf('many'))
  await expect(many).rejects.toMatchObject({ code: 'TOO_MUCH_DATA' })
  await seriesOf('none', [])
  await expect(requestTraining(app, await modelOf('none'))).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  expect((await listTrainings(app.db, { states: ['queued'] })).edges.map(({ node }) => node)).toEqual([])
})

test('values outside what is plausible are how a training fails', async () => {
  const numbers = fakeNumbers()
  await startWorker(numbers)
  await seriesOf('implausible', history(100))
  await app.db.sql`update series set channels = jsonb_set(channels, '{0,maximum}', '21') where key = 'implausible'`
  const training = await ended((await requestTraining(app, await modelOf('implausible'))).id)
  expect(training).toMatchObject({ state: 'failed', attempt: 1, failureCode: 'VALUE_OUT_OF_RANGE' })
  expect(numbers.begun).toEqual([])
})

test('what may pass is tried again, later each time; what will not ends the training at once', async () => {
  const fake = fakeNumbers()
  const tries: number[] = []
  let error: unknown = new Fault('UNAVAILABLE', 'the folder of artifacts is away')
  const numbers: Numbers = {
    ...fake,
    async train(...asked) {
      tries.push(performance.now())
      if (tries.length < 4 && error instanceof Fault) throw error
      if (!(error instanceof Fault)) throw error
      return fake.train(...asked)
    },
  }
  await startWorker(numbers)
  await seriesOf('passing', history(100))
  expect(await ended((await requestTraining(app, await modelOf('passing'))).id)).toMatchObject({
    state: 'completed',
    attempt: 4,
  })
  const pauses = tries.slice(1).map((at, i) => at - tries[i]!)
  expect(pauses[0]).toBeGreaterThan(500)
  expect(pauses[2]).toBeGreaterThan(pauses[0]!)

  error = new Error('a mistake of ours, with what is ours alone')
  await seriesOf('failing', history(100))
  const failed = await ended((await requestTraining(app, await modelOf('failing'))).id)
  expect(failed).toMatchObject({ state: 'failed', attempt: 1, failureCode: null })
  expect(failed.failure).not.toContain('ours alone')
})

test('a training goes on with the points it began with; where one of these was replaced, it begins anew', async () => {
  const meanwhile = [
    () => send('moving', 100, history(110).slice(100)),
    async () => {},
    () => send('moving', 50, [99], true),
  ]
  const kept = [0]
  const numbers = fakeNumbers({
    passes: 500,
    async pass(_epoch, signal) {
      await rest(20, signal)
      const { epoch = 0 } = (await readCheckpoint(app.db, id)) ?? {}
      if (meanwhile.length === 0 || epoch <= kept.at(-1)!) return
      kept.push(epoch)
      await meanwhile.shift()!()
      throw new Fault('UNAVAILABLE', 'as if the process had gone')
    },
  })
  await seriesOf('moving', history(100))
  const { id } = await requestTraining(app, await modelOf('moving'))
  await startWorker(numbers)
  expect(await ended(id)).toMatchObject({ state: 'completed', attempt: 4 })
  const [first, second, third] = numbers.begun
  expect([first, numbers.begun[3]]).toEqual([0, 0])
  expect([second, third]).toEqual([
    expect.toSatisfy((from: number) => from >= kept[1]!),
    expect.toSatisfy((from: number) => from >= kept[2]!),
  ])
  expect(await versionsOf('moving')).toMatchObject([{ points: 100 }])
})

test('a group is trained with those of its series that can be learnt from, and says who was left out', async () => {
  const numbers = fakeNumbers()
  await startWorker(numbers)
  const attributes = [{ name: 'shop', value: 'yes' }]
  await seriesOf('shop_1', history(60), { attributes })
  await seriesOf('shop_2', history(50), { attributes })
  await seriesOf('shop_3', Array(50).fill(1), { attributes })
  await createGroup(app, { name: 'shops', conditions: [{ attribute: 'shop', values: ['yes'] }] })
  const { model } = await createModel(app, { name: 'shops', kind: 'ridge', scope: { group: 'shops' } })
  const training = await ended((await requestTraining(app, model.id)).id)
  expect(training).toMatchObject({ state: 'completed', points: 160 })
  expect(training.warnings).toEqual([expect.stringMatching(/^left out: .*shop_3/), 'made for a test'])
})

test('a model of a counter learns its rate, in the unit of that', async () => {
  await startWorker(createNumbers(app.config))
  let reading = 1_000
  const readings = history(400).map(value => (reading += value))
  await seriesOf('meter', readings, { channels: [{ name: 'energy', unit: 'kWh', kind: 'counter' }] })
  const training = await ended(
    (await requestTraining(app, await modelOf('meter', 'ridge', { lookback: 24, horizon: 12 }))).id,
  )
  expect(training).toMatchObject({ state: 'completed', failure: null })
  const [version] = await versionsOf('meter')
  expect(version!.channels).toEqual([{ name: 'energy', unit: 'kWh per hour' }])
  // One reading fewer has a rate.
  expect(version!.points).toBe(399)
  expect(version!.statistics![0]!.greatest).toBeLessThan(30)
})

test('a model that is due, or whose series has outgrown it, is trained again', async () => {
  await startWorker(fakeNumbers())
  await seriesOf('growing', history(100))
  const model = await modelOf('growing')
  await ended((await requestTraining(app, model)).id)
  await changeRetraining(app, model, { outgrown: true, everyHours: null, speaks: false })
  const signal = new AbortController().signal
  const all = async () => (await listTrainings(app.db, { modelId: model })).edges.map(({ node }) => node)
  await retrainDue(app, signal)
  expect(await all()).toHaveLength(1)
  await send('growing', 100, history(120).slice(100))
  await retrainDue(app, signal)
  expect(await all()).toMatchObject([{ cause: 'outgrown' }, { cause: 'asked' }])
  await ended((await all())[0]!.id)
  expect(await versionsOf('growing')).toHaveLength(2)
})

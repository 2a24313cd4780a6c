import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { auto, kindSpeaks } from '@seriema/domain/deployment'
import { type Forecast, requestForecast } from '@seriema/domain/forecast'
import { initialWeights, ttmParameters } from '@seriema/ml/models/ttm/graph'
import { saveTtm } from '@seriema/ml/models/ttm/load'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { providers } from '@seriema/ml/runtime/provider'
import { generator } from '@seriema/ml/training/random'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readAudit } from '../store/audit.ts'
import { listChanges } from '../store/deployment.ts'
import { findForecasts, recentForecasts } from '../store/forecast.ts'
import { findModels, trainedModelOf } from '../store/model.ts'
import { requireSeries, type Series } from '../store/series.ts'
import { changeTraining, findTrainings, lastTrainingOf, listTrainings } from '../store/training.ts'
import { requireVersion } from '../store/version.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { forecast, forecastMany } from './forecast.ts'
import { createSeries, updateSeries } from './series.ts'
import { cancelTraining } from './train/cancel.ts'
import { retrainDue } from './train/retrain.ts'

const start = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => start + 1_000_000_000 }))
})
afterAll(() => close())

const season = (i: number) =>
  50 + 10 * Math.sin((2 * Math.PI * i) / 24) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 1_500

async function filled(key: string, count: number, channels = 1) {
  await createSeries(app, { key, channels: Array.from({ length: channels }, (_, c) => ({ name: `c${c}` })) })
  await add(key, 0, count, channels)
  return requireSeries(app.db, key)
}

function add(key: string, from: number, count: number, channels = 1) {
  const places = Array.from({ length: count }, (_, i) => from + i)
  const values = Array.from({ length: channels }, (_, c) => places.map(i => season(i) * (c + 1)))
  return app.ingest([{ key, raw: { times: places.map(i => start + i * 1_000), values } }], { replace: false })
}

/** None made behind the test's back: what it counts is its own. */
const quiet = () => vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {})

test('says where it starts, how far it goes and which forecaster spoke, with intervals around each step', async () => {
  const series = await filled('plain', 500, 2)
  const made = await forecast(app, series, requestForecast({ horizon: 24, levels: [0.95, 0.8] }))
  expect(made).toMatchObject({ season: 24, interval: 1_000, origin: series.lastAt, asked: null })
  expect(made.candidates[0]).toMatchObject({ forecaster: made.forecaster, chosen: true })
  expect(made.forecasterReason).toContain('in a backtest on this series')
  expect(Array.from(made.times)).toEqual(Array.from({ length: 24 }, (_, h) => series.lastAt! + (h + 1) * 1_000))
  expect(made.channels).toHaveLength(2)
  made.channels.forEach(({ mean, intervals }, c) => {
    expect(intervals.map(i => i.level)).toEqual([0.8, 0.95])
    const [narrow, wide] = intervals
    for (let h = 0; h < 24; h++) {
      expect(Math.abs(mean[h]! - season(500 + h) * (c + 1))).toBeLessThan(1.5 * (c + 1))
      expect(wide!.lower[h]!).toBeLessThanOrEqual(narrow!.lower[h]!)
      expect(narrow!.lower[h]!).toBeLessThan(mean[h]!)
      expect(mean[h]!).toBeLessThan(narrow!.upper[h]!)
    }
  })
})

test('is stored as made, announced, and given again until a point comes', async () => {
  const series = await filled('kept', 100)
  const request = requestForecast({ horizon: 12 })
  const [first, second] = await Promise.all([forecast(app, series, request), forecast(app, series, request)])
  const third = await forecast(app, series, request)
  expect([second!.id, third.id]).toEqual([first!.id, first!.id])
  expect(await findForecasts(app.db, [first!.id])).toEqual([first])
  const [announced] = await app.db.sql`
    select count(*) from events where kind = 'forecast' and (payload->>'forecastId')::bigint = ${first!.id}`
  expect(announced!.count).toBe(1)
  await add('kept', 100, 1)
  const after = await forecast(app, await requireSeries(app.db, 'kept'), request)
  expect(after.id).not.toBe(first!.id)
  expect(after.origin).toBe(start + 100_000)
})

test('another horizon, other levels or another forecaster make another one', async () => {
  const series = await filled('others', 200)
  const ids = [
    { horizon: 12 },
    { horizon: 13 },
    { horizon: 12, levels: [0.5] },
    { horizon: 12, forecaster: 'seasonal-naive' as const },
  ].map(async draft => (await forecast(app, series, requestForecast(draft))).id)
  expect(new Set(await Promise.all(ids)).size).toBe(4)
})

describe('which forecaster', () => {
  test('the simplest while there is little history, and it says why', async () => {
    const two = await forecast(app, await filled('two', 2), requestForecast({ horizon: 3 }))
    expect(two.forecaster).toBe('seasonal-naive')
    expect(two.forecasterReason).toContain('the last value is repeated')
    expect(Array.from(two.channels[0]!.mean)).toEqual(new Array(3).fill(season(1)))
  })

  test('what the caller asked for, or says why not', async () => {
    const series = await filled('asked', 40)
    const naive = await forecast(app, series, requestForecast({ forecaster: 'seasonal-naive', horizon: 5 }))
    expect(naive).toMatchObject({ forecaster: 'seasonal-naive', forecasterReason: 'chosen by name' })
    await expect(forecast(app, series, requestForecast({ forecaster: 'ridge' }))).rejects.toMatchObject({
      code: 'INSUFFICIENT_DATA',
    })
    await expect(forecast(app, series, requestForecast({ forecaster: 'ttm' }))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    })
  })

  test("the series' own choice, replaced by the best of the others where it cannot serve", async () => {
    await filled('own', 40)
    const series = await updateSeries(app, 'own', { forecaster: 'ridge' })
    const made = await forecast(app, series, requestForecast({ horizon: 96 }))
    expect(made).toMatchObject({ forecaster: 'seasonal-naive', asked: 'ridge' })
    expect(made.forecasterReason).toContain('ridge needs at least')
  })

  test.each(['seasonal-naive', 'ets', 'mstl', 'ridge'] as const)('%s, set for the series', async kind => {
    await filled(`set_${kind.replace('-', '_')}`, 120)
    const series = await updateSeries(app, `set_${kind.replace('-', '_')}`, { forecaster: kind })
    const made = await forecast(app, series, requestForecast({ horizon: 12 }))
    expect(made).toMatchObject({ forecaster: kind, forecasterReason: 'chosen by name', candidates: [] })
    expect(made.channels[0]!.intervals.map(({ level }) => level)).toEqual([0.8, 0.95])
  })

  test('none below two points, and that costs no other series anything', async () => {
    const [one, enough] = [await filled('one', 1), await filled('enough', 30)]
    const results = await forecastMany(app, [one, enough], requestForecast({ horizon: 4 }))
    expect(results).toMatchObject([{ code: 'INSUFFICIENT_DATA' }, { forecaster: 'ets' }])
  })
})

test('the base model serves where its weights are: asked for, and tried with the others', async () => {
  const baseFolder = await mkdtemp(join(tmpdir(), 'seriema-base-'))
  const config = parseTtmConfig({ context_length: 64, prediction_length: 16, patch_length: 8, patch_stride: 8 })
  await saveTtm(baseFolder, config, initialWeights(ttmParameters(config), generator(1)))
  const other = await startFlows({ databaseUrl: app.config.databaseUrl, baseFolder, clock: app.clock })
  const silent = quiet()
  try {
    const series = await filled('based', 200, 2)
    const asked = await forecast(other.app, series, requestForecast({ horizon: 24, forecaster: 'base' }))
    expect(asked).toMatchObject({ forecaster: 'base', forecasterReason: 'chosen by name' })
    const picked = await forecast(other.app, series, requestForecast({ horizon: 24 }))
    const candidate = picked.candidates.find(({ forecaster }) => forecaster === 'base')!
    expect(candidate.error).toBeGreaterThan(picked.candidates[0]!.error!)
    const status = other.app.forecasting.forecasters.find(({ kind }) => kind === 'base')
    expect(status).toMatchObject({ available: true, detail: expect.stringContaining('64 → 16') })
    const tried = [...status!.refused.map(({ provider }) => provider), status!.provider]
    expect(tried).toEqual(providers.slice(0, tried.length))
    for (const { reason } of status!.refused) expect(reason).not.toBe('')
    await expect(forecast(app, series, requestForecast({ forecaster: 'base' }))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    })
  } finally {
    silent.mockRestore()
    await other.close()
    await rm(baseFolder, { recursive: true })
  }
})

const shared = resolve(process.env.SERIEMA_SHARED ?? join(import.meta.dirname, '../../../../../shared'))
const ttmFolder = join(shared, 'models/granite-timeseries-ttm-r2')

test.skipIf(!existsSync(ttmFolder))('TTM serves where its weights are configured and its context is full', async () => {
  const other = await startFlows({ databaseUrl: app.config.databaseUrl, ttmFolder, clock: app.clock })
  try {
    const [short, long] = [await filled('short', 400), await filled('long', 700, 2)]
    const error = ({ candidates }: Forecast) => candidates.find(({ forecaster }) => forecaster === 'ttm')!.error
    expect(error(await forecast(other.app, short, requestForecast({ horizon: 24 })))).toBeNull()
    expect(error(await forecast(other.app, long, requestForecast({ horizon: 24 })))).toBeLessThan(0.5)
    const made = await forecast(other.app, long, requestForecast({ horizon: 24, forecaster: 'ttm' }))
    expect(made).toMatchObject({ forecaster: 'ttm', season: 24 })
    made.channels.forEach(({ mean, intervals }, c) => {
      const errors = mean.map((value, h) => Math.abs(value - season(700 + h) * (c + 1)))
      expect(Math.max(...errors)).toBeLessThan(5 * (c + 1))
      expect(intervals.map(i => i.level)).toEqual([0.8, 0.95])
    })
    expect(other.app.forecasting.forecasters).toContainEqual(expect.objectContaining({ kind: 'ttm', available: true }))
  } finally {
    await other.close()
  }
})

test('intervals learn from how earlier forecasts came out, and a process that starts anew knows it too', async () => {
  const silent = quiet()
  const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock })
  const draw = generator(5)
  const rough = Array.from({ length: 230 }, (_, i) => draw() * (i < 200 ? 1 : 3))
  const send = (key: string, from: number, count: number) => {
    const places = Array.from({ length: count }, (_, i) => from + i)
    const raw = { times: places.map(i => start + i * 1_000), values: [places.map(i => rough[i]!)] }
    return app.ingest([{ key, raw }], { replace: false })
  }
  try {
    for (const key of ['watched', 'unwatched']) {
      await createSeries(app, { key })
      await send(key, 0, 200)
    }
    const request = requestForecast({ horizon: 4, forecaster: 'seasonal-naive' })
    for (let i = 200; i < 230; i++) {
      await forecast(app, await requireSeries(app.db, 'watched'), request)
      await send('watched', i, 1)
    }
    await send('unwatched', 200, 30)
    const widths = async ({ forecasting }: FlowApp, key: string) => {
      const asked = requestForecast({ horizon: 3, forecaster: 'seasonal-naive', levels: [0.6, 0.9] })
      const { channels } = await forecasting.make(await requireSeries(app.db, key), asked, kindSpeaks(auto))
      return channels[0]!.intervals.map(({ lower, upper }) => Array.from(upper, (value, h) => value - lower[h]!))
    }
    const learnt = await widths(app, 'watched')
    const plain = await widths(app, 'unwatched')
    expect(learnt).not.toEqual(plain)
    expect(await widths(other.app, 'watched')).toEqual(learnt)
    expect(await widths(other.app, 'unwatched')).toEqual(plain)
  } finally {
    silent.mockRestore()
    await other.close()
  }
})

describe("a network of the series' own", () => {
  test('is a model that is trained by a worker; another speaks meanwhile, then its version does, without being asked', async () => {
    const works = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock, works: true })
    onTestFinished(works.close)
    await filled('taught', 300)
    const series = await updateSeries(app, 'taught', { forecaster: 'gru' })
    const meanwhile = await forecast(app, series, requestForecast({}))
    expect(meanwhile).toMatchObject({ asked: 'gru', versionId: null })
    expect(meanwhile.forecaster).not.toBe('gru')
    expect(meanwhile.forecasterReason).toMatch(
      /^gru (is being|waits to be) trained on this series.*; .* speaks meanwhile/,
    )
    const byItself = async () => (await recentForecasts(app.db, series.id, 1))[0]!.versionId
    await vi.waitFor(async () => expect(await byItself()).not.toBeNull(), { timeout: 60_000, interval: 100 })
    const now = await requireSeries(app.db, 'taught')
    const made = await forecast(app, now, requestForecast({}))
    expect(made).toMatchObject({ forecaster: 'gru', forecasterReason: 'deployed here', fallback: null, originSeq: 300 })
    expect(made.channels[0]!.intervals.map(({ level }) => level)).toEqual([0.8, 0.95])
    made.channels[0]!.mean.forEach((value, h) => {
      expect(Math.abs(value - season(300 + h))).toBeLessThan(5)
    })
    const [announced] = await app.db.sql`
      select count(*) from events where kind = 'forecast' and (payload->>'forecastId')::bigint = ${made.id}`
    expect(announced!.count).toBe(1)
    // Who speaks is the version, and its timeline says why.
    const { edges } = await listChanges(app.db, { seriesId: series.id }, 'forecast')
    expect(edges.map(({ node }) => node)).toMatchObject([
      { from: { kind: 'gru', versionId: null }, to: { kind: 'gru', versionId: made.versionId }, automatic: true },
      { from: null, to: { kind: 'gru', versionId: null }, automatic: false },
    ])
    const version = await requireVersion(app.db, made.versionId!)
    const [model] = await findModels(app.db, [version.modelId])
    expect(model).toMatchObject({ kind: 'gru', seriesId: series.id, retraining: { outgrown: true, speaks: true } })

    // As the series outgrows it, the next version speaks in its place.
    await add('taught', 300, 40)
    await retrainDue(app, new AbortController().signal)
    const speaks = async () =>
      (await requireSeries(app.db, 'taught')).deployments.find(({ role }) => role === 'forecast')
    await vi.waitFor(async () => expect((await speaks())!.speaker.versionId).toBeGreaterThan(version.id), {
      timeout: 60_000,
      interval: 100,
    })
    // Nobody asked for either: the audit has them as done by the system, with the commit that did it.
    const entries = await readAudit(app.db, 0, 1_000)
    expect(
      entries.filter(({ operation, targets }) => operation === 'letSpeak' && targets[0]?.series === 'taught'),
    ).toMatchObject([
      {
        actor: { kind: 'system' },
        message: 'trained, as it was chosen',
        targets: [{ type: 'Series', version: 'v1' }],
        changes: [{ target: 'Series taught', field: 'forecast active', before: 'gru', after: 'gru v1' }],
      },
      {
        actor: { kind: 'system' },
        message: 'trained again',
        targets: [{ type: 'Series', version: 'v2' }],
        changes: [{ target: 'Series taught', field: 'forecast active', before: 'gru v1', after: 'gru v2' }],
      },
    ])
  })

  test('is chosen by hand, and left alone by its retraining, where somebody let another speak', async () => {
    const series = await filled('changed', 300)
    await updateSeries(app, 'changed', { forecaster: 'gru' })
    const { id } = await beginOwn(series)
    await updateSeries(app, 'changed', { forecaster: 'ets' })
    const works = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock, works: true })
    onTestFinished(works.close)
    await vi.waitFor(async () => expect((await findTrainings(app.db, [id]))[0]!.state).toBe('completed'), 60_000)
    const { deployments } = await requireSeries(app.db, 'changed')
    expect(deployments).toMatchObject([{ speaker: { kind: 'ets', versionId: null } }])
  })

  test('says nothing of a channel without a value, and forecasts the others', async () => {
    const works = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock, works: true })
    onTestFinished(works.close)
    await createSeries(app, { key: 'half_dead', channels: [{ name: 'alive' }, { name: 'dead' }] })
    const places = Array.from({ length: 300 }, (_, i) => i)
    const values = [places.map(season), places.map(() => null)]
    await app.ingest([{ key: 'half_dead', raw: { times: places.map(i => start + i * 1_000), values } }], {
      replace: false,
    })
    const series = await requireSeries(app.db, 'half_dead')
    const ask = () => forecast(app, series, requestForecast({ forecaster: 'gru' }))
    await vi.waitFor(async () => expect((await ask()).versionId).not.toBeNull(), { timeout: 60_000, interval: 100 })
    const { channels } = await ask()
    expect(channels[0]!.mean.every(Number.isFinite)).toBe(true)
    expect(channels[1]).toEqual({ mean: new Float64Array(channels[0]!.mean.length).fill(Number.NaN), intervals: [] })
  })

  test('is waited for by who asks for it by name, who is told where there is too little to learn from', async () => {
    const works = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock, works: true })
    onTestFinished(works.close)
    const series = await filled('asked_for', 260)
    const ask = () => forecast(app, series, requestForecast({ forecaster: 'lstm' }))
    await vi.waitFor(async () => expect((await ask()).versionId).not.toBeNull(), { timeout: 60_000, interval: 100 })
    expect(await ask()).toMatchObject({ forecaster: 'lstm', forecasterReason: 'chosen by name' })
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ forecaster: 'lstm' }, { forecaster: 'lstm' }])
    const { totalCount } = await listTrainings(app.db, {
      modelId: (await trainedModelOf(app.db, series.id, 'lstm'))!.id,
    })
    expect(totalCount).toBe(1)
    const short = await filled('too_short', 100)
    await expect(forecast(app, short, requestForecast({ forecaster: 'lstm' }))).rejects.toMatchObject({
      code: 'INSUFFICIENT_DATA',
    })
  })

  test('that could not be trained is not tried again before the series has grown, and the reason is told', async () => {
    const series = await filled('failing', 300)
    await updateSeries(app, 'failing', { forecaster: 'gru' })
    const { id } = await beginOwn(series)
    const failure = {
      state: 'failed',
      failureCode: 'CONSTANT_SERIES',
      failure: 'nothing to learn',
      points: 300,
    } as const
    await changeTraining(app.db, id, { ...failure, finishedAt: app.clock() })
    await add('failing', 300, 1)
    const made = await forecast(app, await requireSeries(app.db, 'failing'), requestForecast({}))
    expect(made.forecasterReason).toMatch(/^nothing to learn; .* speaks meanwhile/)
    await expect(forecast(app, series, requestForecast({ forecaster: 'gru' }))).rejects.toMatchObject({
      code: 'CONSTANT_SERIES',
    })
    await add('failing', 301, 40)
    await forecast(app, await requireSeries(app.db, 'failing'), requestForecast({}))
    const last = await lastTrainingOf(app.db, (await trainedModelOf(app.db, series.id, 'gru'))!.id)
    expect(last).toMatchObject({ state: 'queued' })
    await cancelTraining(app, last!.id)
  })

  /** The training that begins where a forecast is asked for. */
  async function beginOwn(series: Series) {
    await forecast(app, await requireSeries(app.db, series.key), requestForecast({}))
    return (await lastTrainingOf(app.db, (await trainedModelOf(app.db, series.id, 'gru'))!.id))!
  }
})

describe('a live series', () => {
  test('is forecast again as points come, stored and announced, without being asked', async () => {
    const series = await filled('live', 60)
    await vi.waitFor(async () => expect(await recentForecasts(app.db, series.id, 5)).toHaveLength(1), 10_000)
    const [first] = await recentForecasts(app.db, series.id, 1)
    expect(first).toMatchObject({ asked: null, originSeq: 60 })
    expect(first!.channels[0]!.intervals.map(i => i.level)).toEqual([0.8, 0.95])
  })

  test('that is deleted meanwhile is left alone', async () => {
    const silent = quiet()
    const series = await filled('gone', 60)
    await app.db.sql`delete from series where id = ${series.id}`
    await expect(forecast(app, series, requestForecast({ horizon: 3 }))).rejects.toMatchObject({
      code: 'SERIES_NOT_FOUND',
    })
    silent.mockRestore()
  })

  test('keeps its newest two hundred forecasts', async () => {
    const silent = quiet()
    const series = await filled('trimmed', 30)
    const request = requestForecast({ horizon: 1, forecaster: 'seasonal-naive' })
    for (let i = 30; i < 240; i++) {
      await add('trimmed', i, 1)
      await forecast(app, await requireSeries(app.db, 'trimmed'), request)
    }
    const kept = await recentForecasts(app.db, series.id, 500)
    expect(kept.length).toBeGreaterThanOrEqual(200)
    expect(kept.length).toBeLessThanOrEqual(201)
    expect(kept[0]!.originSeq).toBe(240)
    silent.mockRestore()
  })
})

import { auto, kindSpeaks } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import { type Forecast, requestForecast } from '@seriema/domain/forecast'
import { closedFormForecasters } from '@seriema/ml/models/kinds'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { Series } from '../store/series.ts'
import { createMeters } from '../telemetry/meters.ts'
import { createForecastEngine, type ForecastEngine } from './engine.ts'
import { createMaker, type MakerApp } from './make-forecast.ts'
import type { PastForecasts } from './past-forecasts.ts'
import type { ForecastTask } from './task.ts'
import { type ForecastThread, startForecastThread } from './thread.ts'

const forecastersOfTheSeries = closedFormForecasters.map(({ kind }) => kind)
const count = 300
const times = Float64Array.from({ length: count }, (_, i) => 1_000_000 + i * 1_000)
const values = Float64Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * i) / 12) + ((i * 7) % 5) / 50)
const series = {
  id: 1,
  key: 'a',
  channels: [{ name: 'value' }],
  interval: null,
  step: null,
  timeZone: 'UTC',
  inferredInterval: 1_000,
  inferredStep: null,
  pointCount: count,
  lastSeq: count,
  lastAt: times.at(-1),
} as unknown as Series
const app = {
  clock: () => 0,
  log: pino({ level: 'silent' }),
  windows: { tail: async () => ({ times, channels: [values] }) },
  meters: createMeters(() => 0),
} as unknown as MakerApp
const none: PastForecasts = { of: async () => [], add() {} }
const request = requestForecast({ horizon: 6 })
const make = (thread: ForecastEngine, speaker = auto, asked = request) =>
  createMaker(app, { thread, pretrained: [], past: none, hurry: 60_000 })(series, asked, kindSpeaks(speaker))

const failing = (error: Error, times = Number.POSITIVE_INFINITY): ForecastEngine => {
  const engine = createForecastEngine()
  let calls = 0
  return { held: 0, run: async task => (calls++ < times ? Promise.reject(error) : engine.run(task)) }
}

describe('a forecaster that', () => {
  test('fails is replaced by the next simpler one, and the reason says so', async () => {
    const made = await make(failing(new Error('broken')), 'ridge')
    expect(made.forecaster).toBe('seasonal-naive')
    expect(made.forecasterReason).toBe('the forecaster failed; the last season is repeated')
    expect(made.channels[0]!.mean.every(Number.isFinite)).toBe(true)
  })

  test('is too slow is asked once more without what was chosen, then left aside', async () => {
    const slow = new Fault('TIMED_OUT', 'it took longer than 15 s')
    expect(await make(failing(slow, 1))).toMatchObject({
      forecaster: 'ridge',
      forecasterReason: expect.stringContaining('15 s'),
    })
    expect(await make(failing(slow))).toMatchObject({ forecaster: 'seasonal-naive' })
  })

  test('the caller asked for is not replaced for lack of data', async () => {
    const asked = requestForecast({ horizon: 96, forecaster: 'ridge' })
    await expect(make(createForecastEngine(), auto, asked)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  })

  test('the series prefers is, by the best of the others', async () => {
    const made = await make(createForecastEngine(), 'ridge', requestForecast({ horizon: 96 }))
    expect(made).toMatchObject({ forecaster: 'mstl', season: 12 })
    expect(made.forecasterReason).toMatch(/ridge needs .* points.*; mstl speaks instead: the best in a backtest/)
    expect(made.candidates.find(({ chosen }) => chosen)).toBe(made.candidates[0])
    expect(made.candidates[0]).toMatchObject({ forecaster: 'mstl', skipped: null })
    expect(made.candidates.at(-1)).toMatchObject({ forecaster: 'ridge', error: null })
    expect(made.candidates.at(-1)!.skipped).toContain('needs 384 points')
  })
})

describe('the thread', () => {
  const window = { channels: [values], interval: 1_000 }
  const task: ForecastTask = {
    seriesId: 1,
    window,
    step: { unit: 'millisecond', count: 1_000 },
    points: count,
    origin: times.at(-1)!,
    gaps: [null],
    declared: [{ minimum: null, maximum: null }],
    past: [],
    horizon: 6,
    levels: [0.8],
    wanted: null,
    quick: false,
  }
  const sources = {}
  let thread: ForecastThread
  afterEach(() => thread.close())

  test('makes what the engine makes, Faults included', async () => {
    thread = await startForecastThread(60_000, sources)
    // By name: what it tries for itself is bounded by time there.
    const named = { ...task, wanted: 'seasonal-naive' }
    expect(await thread.run(named)).toEqual(await createForecastEngine().run(named))
    await expect(thread.run({ ...task, horizon: 5_000, wanted: 'ridge' })).rejects.toMatchObject({
      code: 'HORIZON_TOO_LONG',
      name: 'Fault',
    })
  })

  test('gives up what takes too long, and nothing else', async () => {
    const long = Float64Array.from({ length: 4_096 }, (_, i) => Math.sin(i ** 1.1))
    thread = await startForecastThread(1_500, sources)
    const heavy = { ...task, window: { channels: Array(64).fill(long), interval: 1_000 }, gaps: Array(64).fill(null) }
    const tooMuch = { ...heavy, declared: Array(64).fill(task.declared[0]), horizon: 1_024, wanted: 'ridge' }
    const others = Array.from({ length: 5 }, (_, i) => ({ ...task, seriesId: 2 + i, wanted: 'seasonal-naive' }))
    const all = await Promise.allSettled([tooMuch, ...others].map(one => thread.run(one)))
    expect(all[0]).toMatchObject({ status: 'rejected', reason: { code: 'TIMED_OUT' } })
    for (const one of all.slice(1)) expect(one).toMatchObject({ status: 'fulfilled' })
  }, 60_000)
})

test('what takes long is stood in for at once, and the better one follows', async () => {
  const engine = createForecastEngine()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: followed, resolve: follow } = Promise.withResolvers<Forecast>()
  const slow = { run: (task: ForecastTask) => released.then(() => engine.run(task)) }
  const makers = { thread: slow, quick: engine, pretrained: [], past: none, hurry: 1 }
  const make = createMaker(app, { ...makers, onBetter: (_series, _asked, better) => follow(better) })
  const first = await make(series, request, kindSpeaks(auto))
  expect(first.forecasterReason).toMatch(/^a first answer, while others are being tried: /)
  // As long as the better one is being made, others do not queue up behind it.
  expect((await make(series, request, kindSpeaks(auto))).forecasterReason).toMatch(/^a first answer/)
  release()
  expect((await followed).forecasterReason).toMatch(/in a backtest on this series/)
})

test('a channel without a value costs the others nothing, and nothing is said of it', async () => {
  const dead = { ...series, channels: [{ name: 'alive' }, { name: 'dead' }], pointCount: count } as unknown as Series
  const empty = new Float64Array(count).fill(Number.NaN)
  const windows = { tail: async () => ({ times, channels: [values, empty] }) }
  const makers = { thread: createForecastEngine(), pretrained: [], past: none, hurry: 60_000 }
  const made = await createMaker({ ...app, windows } as unknown as MakerApp, makers)(dead, request, kindSpeaks(auto))
  const alone = await make(createForecastEngine())
  expect(made.channels[0]).toEqual(alone.channels[0])
  expect(made.channels[1]).toEqual({ mean: new Float64Array(6).fill(Number.NaN), intervals: [] })
  expect(made.forecasterReason).toMatch(/no value of dead lately/)
})

test.each(forecastersOfTheSeries)('%s: values of any size, in any order, end in finite forecasts', async kind => {
  const wild = Float64Array.from({ length: 80 }, (_, i) => (i % 2 ? -1.7e308 : 1.7e308) * (i % 7 === 3 ? 1e-300 : 1))
  const window = { channels: [wild], interval: 1_000 }
  const asked = {
    seriesId: 1,
    step: { unit: 'millisecond' as const, count: 1_000 },
    window,
    points: 80,
    origin: 0,
    gaps: [null],
    declared: [{ minimum: null, maximum: null }],
  }
  const rest = { past: [], horizon: 8, levels: [0.8, 0.95], wanted: kind, quick: false }
  const made = await createForecastEngine().run({ ...asked, ...rest })
  const all = [made.mean[0]!, ...made.intervals.flatMap(({ lower, upper }) => [lower[0]!, upper[0]!])]
  for (const values of all) expect(values.every(Number.isFinite)).toBe(true)
})

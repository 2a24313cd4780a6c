import fc from 'fast-check'
import * as ort from 'onnxruntime-node'
import { describe, expect, test, vi } from 'vitest'
import { adapt, adaptedIntervals, noAdaptation } from '../calibration/adaptive.ts'
import { calibrate, intervals } from '../calibration/conformal.ts'
import type { FittedForecaster, PointForecast, Window } from '../contract/forecaster.ts'
import { ets } from '../models/ets.ts'
import { checkedConfig, type RecurrentConfig } from '../models/recurrent/config.ts'
import { recurrentModel } from '../models/recurrent/network.ts'
import { openRecurrent } from '../models/recurrent.ts'
import { fitRidge } from '../models/ridge.ts'
import { seasonalNaive } from '../models/seasonal-naive.ts'
import { initialWeights, ttmParameters } from '../models/ttm/graph.ts'
import { openTtm } from '../models/ttm/load.ts'
import { parseTtmConfig } from '../models/ttm/parse-config.ts'
import { scoreTrained } from '../scorers/trained.ts'
import { generator } from '../training/random.ts'
import { zscoreKind } from '../watching/fixed.ts'
import type { About } from './description.ts'
import { servableRecurrent } from './recurrent.ts'
import { servableRidge } from './ridge.ts'
import { servableSeasonalNaive } from './seasonal-naive.ts'
import type { ServableModel } from './servable.ts'
import { servableTtm } from './ttm.ts'
import { watchingArtifact } from './watching.ts'
import { forecastArtifact } from './write.ts'

/** Sessions of a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

const interval = 3_600_000
const plain = { executionProviders: ['cpu'], intraOpNumThreads: 1 }
const ours = { providers: ['cpu'], threads: 1 } as const
const about = (channels: number): About => ({
  version: '1.2.3',
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  channels: Array.from({ length: channels }, (_, c) => ({ name: `c${c}`, unit: c === 0 ? '°C' : null })),
})

/** Waves with noise, of another phase in each window and channel, one unit high around `level`. */
const windowOf = (channels: number, length: number, seed: number, level: number): Window => {
  const random = generator(seed)
  const channel = (c: number) =>
    Float64Array.from({ length }, (_, t) => level + Math.sin(t / 4 + seed + c) + random() / 3)
  return { channels: Array.from({ length: channels }, (_, c) => channel(c)), interval }
}

/** What anyone does who was given the file, and no more. */
async function serve(file: Uint8Array, feeds: Record<string, ort.Tensor>) {
  const session = await ort.InferenceSession.create(file, plain)
  const results = await session.run(feeds)
  await session.release()
  return results
}

/** [batch, time, channels] of windows. */
function pastOf(windows: readonly Window[]): ort.Tensor {
  const [{ channels }] = windows as [Window]
  const length = channels[0]!.length
  const values = windows.flatMap(one => Array.from({ length }, (_, t) => one.channels.map(values => values[t]!)).flat())
  return new ort.Tensor('float64', Float64Array.from(values), [windows.length, length, channels.length])
}

/** The same numbers, to 1e-5 of the unit that the windows vary by, however far from zero they lie. */
function same({ data, dims }: ort.Tensor, want: readonly PointForecast[], horizon: number) {
  const predicted = want[0]!.length
  expect(dims).toEqual([want.length, horizon, predicted])
  const flat = want.flatMap(one => Array.from({ length: horizon }, (_, h) => one.map(values => values[h]!)).flat())
  flat.forEach((value, i) => {
    expect(Math.abs((data as Float64Array)[i]! - value)).toBeLessThan(1e-5)
  })
}

interface Case {
  readonly servable: ServableModel
  readonly own: Pick<FittedForecaster, 'forecast'> & { close?(): Promise<void> }
}

const scales = (channels: number, level: number) =>
  Array.from({ length: channels }, (_, c) => ({ mean: level + c / 4, deviation: 0.7 + c }))
const network = { lookback: 20, channels: 2, predicted: 2, steps: 1, dense: [], centred: true, quantiles: [] }
const layer = { units: 5, dropout: 0.1, recurrentDropout: 0 }
async function recurrentCase(
  config: Parameters<typeof checkedConfig>[0],
  horizon: number,
  level: number,
): Promise<Case> {
  const checked: RecurrentConfig = checkedConfig(config)
  const weights = initialWeights(recurrentModel(checked).parameters, generator(5))
  const model = { config: checked, scales: scales(checked.channels, level), weights }
  return { servable: servableRecurrent(model, horizon), own: await openRecurrent(model, ours) }
}

const small = { context_length: 32, prediction_length: 8, d_model: 12, num_layers: 1, adaptive_patching_levels: 2 }
async function ttmCase(json: object, shape: Omit<Parameters<typeof servableTtm>[2], 'interval'>): Promise<Case> {
  const config = parseTtmConfig({ ...small, decoder_d_model: 8, decoder_num_layers: 1, ...json })
  const weights = initialWeights(ttmParameters(config), generator(7))
  const categories = (shape.categories ?? []) as readonly number[]
  const own = await openTtm(config, weights, { ...ours, categories })
  return { servable: servableTtm(config, weights, { ...shape, interval }), own }
}

const mixed = {
  num_input_channels: 2,
  decoder_mode: 'mix_channel',
  categorical_vocab_size_list: [3, 2],
  resolution_prefix_tuning: true,
  frequency_token_vocab_size: 10,
}
const cases: Readonly<Record<string, (level: number) => Promise<Case>>> = {
  'seasonal naive': async level => ({
    servable: servableSeasonalNaive({ season: 12, horizon: 30, channels: 2 }),
    own: await seasonalNaive.fit(windowOf(2, 40, 1, level), { horizon: 30, season: 12 }),
  }),
  ridge: async level => {
    const own = fitRidge(windowOf(3, 400, 1, level), { horizon: 24 })
    return { own, servable: servableRidge(own, { horizon: 20, channels: 3 }) }
  },
  'ridge with weights for each channel': async level => {
    const own = fitRidge(windowOf(3, 400, 1, level), { horizon: 24, weights: 'separate' })
    return { own, servable: servableRidge(own, { horizon: 20, channels: 3 }) }
  },
  'LSTM fed back': level =>
    recurrentCase(
      { ...network, cell: 'lstm', layers: [layer, layer], dense: [{ units: 4, activation: 'gelu' }] },
      7,
      level,
    ),
  'GRU of some channels': level =>
    recurrentCase({ ...network, cell: 'gru', channels: 3, predicted: 2, steps: 6, layers: [layer] }, 5, level),
  'TTM of one channel': () => ttmCase({}, { horizon: 8, channels: 1 }),
  'TTM fed back, channels apart': () => ttmCase({}, { horizon: 19, channels: 3 }),
  'TTM mixing channels, with categories and a frequency': () =>
    ttmCase(mixed, { horizon: 6, channels: 2, categories: [2, 1] }),
}

describe.each(Object.entries(cases))('an artifact of %s', (_, make) => {
  test.each([0, 1e9])('gives what our own forecaster gives at any batch, around %d', async level => {
    const { servable, own } = await make(level)
    const { lookback, channels, horizon } = servable
    const file = forecastArtifact(servable, about(channels))
    for (const batch of [1, 7]) {
      const windows = Array.from({ length: batch }, (_, i) => windowOf(channels, lookback, i, level))
      const { forecast } = await serve(file, { past: pastOf(windows) })
      same(forecast!, await own.forecast(windows, horizon), horizon)
    }
    await own.close?.()
  })
})

test('a past that never moved is forecast as it is in the live path', async () => {
  const windows = [0, 1e9].map(level => ({ channels: [new Float64Array(32).fill(level)], interval }))
  const { servable, own } = await ttmCase({}, { horizon: 8, channels: 1 })
  const { forecast } = await serve(forecastArtifact(servable, about(1)), { past: pastOf(windows) })
  same(forecast!, await own.forecast(windows, 8), 8)
  await own.close?.()
})

test('a scale by the mean is undone as it is in the live path', async () => {
  const { servable, own } = await ttmCase({ scaling: 'mean' }, { horizon: 8, channels: 2 })
  const windows = [windowOf(2, 32, 1, 3), windowOf(2, 32, 2, 0)]
  const { forecast } = await serve(forecastArtifact(servable, about(2)), { past: pastOf(windows) })
  same(forecast!, await own.forecast(windows, 8), 8)
  await own.close?.()
})

test('a kind that is fitted to each window holds the one forecast that follows on its training, and takes nothing', async () => {
  const history = windowOf(2, 100, 1, 1e9)
  const fitted = await ets.fit(history, { horizon: 10, season: 1 })
  const [values] = (await fitted.forecast([history], 10)) as [PointForecast]
  const file = forecastArtifact({ kind: 'ets', settings: {}, values, origin: 0 }, about(2))
  const { forecast } = await serve(file, {})
  same(forecast!, [values], 10)
})

test('intervals at every level are those of our own calibration, split or adapted', async () => {
  const servable = servableSeasonalNaive({ season: 3, horizon: 4, channels: 2 })
  const random = generator(3)
  const errors = () =>
    Array.from({ length: 4 }, (_, h) => Float64Array.from({ length: 30 }, () => (1 + h) * (random() - 0.3)))
  const calibration = calibrate([errors(), errors()])
  const windows = [windowOf(2, 3, 1, 5), windowOf(2, 3, 2, -5)]
  const made = await (await seasonalNaive.fit(windows[0]!, { horizon: 4, season: 3 })).forecast(windows, 4)
  const adaptation = noAdaptation(2, 4, [0.8, 0.95])
  for (const inside of [false, true, false]) adapt(adaptation, 1, 2, 0.95, 'upper', inside)
  const split = forecastArtifact(servable, about(2), { calibration, levels: [0.95, 0.8] })
  const adapted = forecastArtifact(servable, about(2), { calibration, adaptation })
  for (const [file, want] of [
    [split, made.map(one => intervals(one, calibration, [0.8, 0.95])!)],
    [adapted, made.map(one => adaptedIntervals(one, calibration, adaptation))],
  ] as const) {
    const run = await serve(file, { past: pastOf(windows) })
    for (const side of ['lower', 'upper'] as const) {
      expect(run[side]!.dims).toEqual([2, 2, 4, 2])
      const flat = want.flatMap(levels =>
        levels.flatMap(one => Array.from({ length: 4 }, (_, h) => one[side].map(values => values[h]!)).flat()),
      )
      flat.forEach((value, i) => {
        expect((run[side]!.data as Float64Array)[i]).toBeCloseTo(value, 9)
      })
    }
  }
})

test('a trained z-score says of any value what our own says', async () => {
  const statistics = [
    { mean: 1e9, deviation: 0.5 },
    { mean: -3, deviation: 0 },
  ]
  const file = watchingArtifact(zscoreKind, statistics, about(2), { lookback: 1, threshold: 3 })
  const number = fc.oneof(fc.double({ min: -1e12, max: 1e12 }), fc.constant(Number.NaN), fc.constant(1e9 + 1))
  const session = await ort.InferenceSession.create(file, plain)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 5 }), async rows => {
      const value = new ort.Tensor('float64', Float64Array.from(rows.flat()), [rows.length, 2])
      const run = await session.run({ value })
      for (const [i, one] of rows.flat().entries()) {
        const own = scoreTrained(one, statistics[i % 2]!)
        const score = (run.score!.data as Float64Array)[i]
        expect(Boolean((run.anomaly!.data as Uint8Array)[i])).toBe((own?.score ?? 0) > 3)
        expect(score).toEqual(own === null ? Number.NaN : expect.closeTo(own.score, 9))
        if (own === null) continue
        expect((run.lower!.data as Float64Array)[i]).toBeCloseTo(own.lower, 6)
        expect((run.upper!.data as Float64Array)[i]).toBeCloseTo(own.upper, 6)
      }
    }),
    { numRuns: 50 },
  )
  await session.release()
})

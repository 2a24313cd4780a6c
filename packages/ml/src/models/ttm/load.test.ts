import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Window } from '../../contract/forecaster.ts'
import { openSession } from '../../runtime/session.ts'
import { generator } from '../../training/random.ts'
import type { TtmConfig } from './config.ts'
import { encodeTtm, initialWeights, ttmParameters } from './graph.ts'
import { loadTtm, openTtm, saveTtm, ttmForecaster } from './load.ts'
import { parseTtmConfig } from './parse-config.ts'
import { bindWeights } from './weights.ts'

const small = {
  context_length: 32,
  prediction_length: 8,
  patch_length: 8,
  patch_stride: 8,
  d_model: 12,
  num_layers: 1,
  adaptive_patching_levels: 2,
  decoder_d_model: 8,
  decoder_num_layers: 1,
}
const randomWeights = (config: TtmConfig) => initialWeights(ttmParameters(config), generator(7))
const config = parseTtmConfig(small)
const weights = randomWeights(config)
const model = await openTtm(config, weights, { providers: ['cpu'], largestBatch: 3 })
afterAll(() => model.close())

const interval = 3_600_000
const wave = (length: number, phase: number) =>
  Float64Array.from({ length }, (_, t) => Math.sin((t + phase) / 3) + t / 50)
const window = (...channels: Float64Array[]): Window => ({ channels, interval })
const close = (got: ArrayLike<number>, want: ArrayLike<number>, tolerance = 1e-5) => {
  expect(got.length).toBe(want.length)
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(tolerance * (1 + Math.abs(want[i]!)))
  }
}

test('windows, channels and calls forecast together get what each gets alone', async () => {
  const channels = fc.integer({ min: 1, max: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(channels, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), async calls => {
      const asked = calls.map(call =>
        call.map(count => window(...Array.from({ length: count }, (_, c) => wave(32, c * count)))),
      )
      const together = await Promise.all(asked.map(windows => model.forecast(windows, 8)))
      for (const [i, windows] of asked.entries()) {
        for (const [w, one] of windows.entries()) {
          for (const [c, channel] of one.channels.entries()) {
            const [[alone]] = (await model.forecast([window(channel)], 8)) as [[Float64Array]]
            close(together[i]![w]![c]!, alone)
          }
        }
      }
    }),
    { numRuns: 10 },
  )
})

test('only the last context length points are looked at', async () => {
  const long = wave(100, 0)
  expect(await model.forecast([window(long)], 8)).toEqual(await model.forecast([window(long.slice(-32))], 8))
  await expect(model.forecast([window(wave(31, 0))], 8)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
})

test('a shorter horizon is the beginning of a longer one, which goes on from its own forecast', async () => {
  const past = wave(32, 1)
  const [[long]] = (await model.forecast([window(past)], 20)) as [[Float64Array]]
  const [[short]] = (await model.forecast([window(past)], 5)) as [[Float64Array]]
  close(short, long.subarray(0, 5))
  const [[rest]] = (await model.forecast([window(Float64Array.of(...past, ...long.subarray(0, 8)))], 8)) as [
    [Float64Array],
  ]
  close(long.subarray(8, 16), rest)
  expect(model.longestHorizon).toBe(32)
  await expect(model.forecast([window(past)], 33)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
})

test('scaling and shifting a series scales and shifts its forecast, however far from zero', async () => {
  const past = wave(32, 2).map(value => 100 * value)
  const [[near]] = (await model.forecast([window(past)], 8)) as [[Float64Array]]
  const [[far]] = (await model.forecast([window(past.map(value => 1e9 + 10 * value))], 8)) as [[Float64Array]]
  close(
    far.map(value => (value - 1e9) / 10),
    near,
    1e-4,
  )
})

test('a window with a gap is refused, and spoils no call beside it', async () => {
  const broken = window(wave(32, 0).with(3, Number.NaN))
  const [bad, good] = await Promise.allSettled([model.forecast([broken], 8), model.forecast([window(wave(32, 0))], 8)])
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_VALUE' } })
  expect(good.status).toBe('fulfilled')
})

test('the graph that scales in itself agrees with the scaling in double precision', async () => {
  const session = await openSession(encodeTtm(config, weights), { providers: ['cpu'] })
  const past = wave(32, 4)
  const { prediction } = await session.run({ past_values: { values: Float32Array.from(past), shape: [1, 32, 1] } })
  const [[forecast]] = (await model.forecast([window(past)], 8)) as [[Float64Array]]
  close(forecast, prediction!.values as Float32Array)
  await session.close()
})

test('as a member of the family it is fitted already, and asks for its context', async () => {
  const forecaster = ttmForecaster(model, 'own')
  expect(forecaster.pointsNeeded(8, 24)).toBe(32)
  const fitted = await forecaster.fit(window(wave(32, 0)), { horizon: 8, season: 1 })
  expect(fitted).toMatchObject({ kind: 'own', lookback: 32 })
  expect(await fitted.forecast([window(wave(32, 1))], 8)).toEqual(await model.forecast([window(wave(32, 1))], 8))
  const short = forecaster.fit(window(wave(31, 0)), { horizon: 8, season: 1 })
  await expect(short).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  const far = forecaster.fit(window(wave(32, 0)), { horizon: 33, season: 1 })
  await expect(far).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
})

test('what is saved is loaded again, the same to the bit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ttm-'))
  await saveTtm(folder, config, weights)
  const again = await loadTtm(folder, { providers: ['cpu'] })
  expect(again.config).toEqual(config)
  expect(await again.forecast([window(wave(32, 0))], 8)).toEqual(await model.forecast([window(wave(32, 0))], 8))
  await again.close()
  await rm(folder, { recursive: true })
})

describe('weights that do not fit the configuration are refused by name', () => {
  const stored = (values: ReadonlyMap<string, Float32Array>, reshaped?: string) => ({
    metadata: {},
    tensors: new Map(
      ttmParameters(config).flatMap(({ name, shape }) => {
        const floats = values.get(name)
        if (floats === undefined) return []
        const tensor = { type: 'F32' as const, shape: name === reshaped ? [1, 1] : shape }
        return [[name, { ...tensor, floats: () => floats, doubles: () => Float64Array.from(floats) }]]
      }),
    ),
  })
  const bias = 'decoder.adapter.bias'
  const refused = (bind: () => unknown, words: string) => {
    expect(bind).toThrow(Fault)
    expect(bind).toThrow(expect.objectContaining({ code: 'INVALID_WEIGHTS', message: expect.stringContaining(words) }))
  }
  test('missing', () => {
    refused(
      () => bindWeights(ttmParameters(config), stored(new Map([...weights].filter(([name]) => name !== bias)))),
      bias,
    )
  })
  test('left over', () => {
    const { adapter: _, ...rest } = Object.fromEntries(ttmParameters(config).map(spec => [spec.name, spec]))
    const fewer = Object.values(rest).filter(({ name }) => name !== bias)
    refused(() => bindWeights(fewer, stored(weights)), bias)
  })
  test('of another shape', () => {
    refused(() => bindWeights(ttmParameters(config), stored(weights, bias)), `${bias} is [1, 1]`)
  })
  test('not finite', () => {
    const spoilt = new Map([...weights, [bias, new Float32Array(8).fill(Number.NaN)]])
    refused(() => bindWeights(ttmParameters(config), stored(spoilt)), bias)
  })
})

describe('models that mix channels', () => {
  const mixing = parseTtmConfig({
    ...small,
    num_input_channels: 2,
    decoder_mode: 'mix_channel',
    categorical_vocab_size_list: [4],
  })
  const mixedWeights = randomWeights(mixing)

  test('take exactly their channels, together, and their categories', async () => {
    const mixed = await openTtm(mixing, mixedWeights, { providers: ['cpu'], categories: [3] })
    const [both] = await mixed.forecast([window(wave(32, 0), wave(32, 9))], 12)
    const [other] = await mixed.forecast([window(wave(32, 0), wave(32, 5))], 12)
    expect(both![0]).toHaveLength(12)
    expect(both![0]).not.toEqual(other![0])
    await expect(mixed.forecast([window(wave(32, 0))], 8)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await mixed.close()
    const opened = openTtm(mixing, mixedWeights, { categories: [4] })
    await expect(opened).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' })
  })

  test('are refused for serving where they need the future', async () => {
    const exogenous = { num_input_channels: 2, exogenous_channel_indices: [1], enable_forecast_channel_mixing: true }
    const needy = parseTtmConfig({ ...small, ...exogenous })
    const opened = openTtm(needy, randomWeights(needy))
    await expect(opened).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringContaining('future'),
    })
  })
})

const published = join(process.env.SERIEMA_SHARED ?? '../shared', 'models/granite-timeseries-ttm-r2')

describe.skipIf(!existsSync(published))(`IBM's granite-timeseries-ttm-r2 (in ${published})`, () => {
  test('forecasts what the original does', async () => {
    const granite = await loadTtm(published, { providers: ['cpu'] })
    const past = Float64Array.from({ length: 512 }, (_, t) => 10 + Math.sin((2 * Math.PI * t) / 24) + 0.01 * t)
    const [[forecast]] = (await granite.forecast([window(past)], 96)) as [[Float64Array]]
    const want = [16.100042, 15.92903, 15.757715, 15.532915, 15.31393, 15.105734]
    want.forEach((value, i) => {
      expect(Math.abs(forecast[i]! - value)).toBeLessThan(1e-4)
    })
    expect(Math.abs(forecast[95]! - 14.546372)).toBeLessThan(1e-4)
    await granite.close()
  })

  test('has the tensors and parameters its configuration calls for', async () => {
    const { config } = await loadTtm(published)
    const parameters = ttmParameters(config)
    expect(parameters).toHaveLength(134)
    expect(parameters.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0)).toBe(805_280)
  })
})

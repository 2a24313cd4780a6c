import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Window } from '../../contract/forecaster.ts'
import { generator } from '../../training/random.ts'
import { fineTune } from './fine-tune.ts'
import { initialWeights, ttmParameters } from './graph.ts'
import { loadTtm, openTtm, saveTtm } from './load.ts'
import { parseTtmConfig } from './parse-config.ts'
import { withQuantiles } from './quantiles.ts'
import { windowSamples } from './samples.ts'

const shape = {
  context_length: 24,
  prediction_length: 6,
  patch_length: 6,
  patch_stride: 6,
  d_model: 12,
  num_layers: 1,
  adaptive_patching_levels: 2,
  decoder_d_model: 8,
  decoder_num_layers: 1,
  num_input_channels: 2,
  decoder_mode: 'mix_channel',
}
const config = parseTtmConfig(shape)
const weights = initialWeights(ttmParameters(config), generator(5))
const levels = [0.1, 0.5, 0.9]
const cpu = { providers: ['cpu'], threads: 1 } as const

const random = generator(2)
/** Two channels, [time, 2]: a wave with even noise, and noise that leans upwards. */
const series = Float32Array.from({ length: 2 * 900 }, (_, i) => {
  const noise = -Math.log(1 - random())
  return i % 2 ? 5 + noise : Math.sin((i * Math.PI) / 12) + 0.5 * (random() + random() - 1)
})
const window = (to: number): Window => ({
  interval: 60_000,
  channels: [0, 1].map(c => Float64Array.from({ length: to }, (_, t) => series[2 * t + c]!)),
})
const samples = (from: number, to: number) =>
  windowSamples([{ values: series.subarray(2 * from, 2 * to), channels: 2 }], 24, 6)

test('adding quantiles changes no forecast, and they are spread around it', async () => {
  const added = withQuantiles({ config, weights }, levels)
  const [plain, wide] = [await openTtm(config, weights, cpu), await openTtm(added.config, added.weights, cpu)]
  expect(plain.quantiles).toBeNull()
  const [forecast] = await plain.forecast([window(50)], 6)
  expect(await wide.forecast([window(50)], 6)).toEqual([forecast])
  const [quantiles] = await wide.quantiles!.forecast([window(50)], 6)
  forecast!.forEach((values, c) => {
    values.forEach((value, step) => {
      const [low, middle, high] = quantiles![c]!.map(all => all[step]!) as [number, number, number]
      expect(low).toBeLessThan(value)
      expect(Math.abs(middle / value - 1)).toBeLessThan(1e-4)
      expect(high).toBeGreaterThan(value)
    })
  })
  await expect(wide.quantiles!.forecast([window(50)], 7)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
  await Promise.all([plain.close(), wide.close()])
})

test('fine-tuned, they part the outcomes at their levels, in order; saved and loaded they are the same', {
  timeout: 60_000,
}, async () => {
  const { weights: learnt } = await fineTune({
    ...withQuantiles({ config, weights }, levels),
    ...cpu,
    learns: 'all',
    seed: 1,
    training: samples(0, 600),
    validation: samples(576, 700),
    epochs: 12,
    batch: 32,
    rate: 0.01,
  })
  const tuned = await openTtm({ ...config, quantiles: levels }, learnt, cpu)
  const origins = Array.from({ length: 150 }, (_, i) => 710 + i)
  const made = await tuned.quantiles!.forecast(origins.map(window), 6)
  for (const channel of [0, 1]) {
    const below = levels.map(() => 0)
    origins.forEach((origin, o) => {
      for (let step = 0; step < 6; step++) {
        const values = made[o]![channel]!.map(all => all[step]!)
        expect(values).toEqual(values.toSorted((a, b) => a - b))
        values.forEach((value, level) => {
          if (series[2 * (origin + step) + channel]! < value) below[level]!++
        })
      }
    })
    below.forEach((count, level) => {
      expect(Math.abs(count / 900 - levels[level]!)).toBeLessThan(0.12)
    })
  }
  const directory = await mkdtemp(join(tmpdir(), 'quantiles-'))
  await saveTtm(directory, tuned.config, learnt)
  const loaded = await loadTtm(directory, cpu)
  expect(await loaded.quantiles!.forecast([window(60)], 6)).toEqual(await tuned.quantiles!.forecast([window(60)], 6))
  await saveTtm(directory, config, weights)
  expect(JSON.parse(await readFile(join(directory, 'config.json'), 'utf8'))).not.toHaveProperty('forecast_quantiles')
  await rm(directory, { recursive: true })
  await Promise.all([tuned.close(), loaded.close()])
})

test('levels that do not ascend, and models that reconcile their channels, are refused', () => {
  expect(() => withQuantiles({ config, weights }, [0.9, 0.1])).toThrow('ascend')
  expect(() => withQuantiles({ config, weights }, [])).toThrow('ascend')
  const reconciled = parseTtmConfig({ ...shape, enable_forecast_channel_mixing: true })
  expect(() => withQuantiles({ config: reconciled, weights }, levels)).toThrow('reconciles')
  const wrong = { code: 'INVALID_WEIGHTS' }
  for (const extra of [
    { forecast_quantiles: [0.5, 2] },
    { forecast_quantiles: levels, enable_forecast_channel_mixing: true },
  ]) {
    expect(() => parseTtmConfig({ ...shape, ...extra })).toThrow(expect.objectContaining(wrong))
  }
})

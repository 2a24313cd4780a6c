import { expect, test } from 'vitest'
import { generator } from '../../training/random.ts'
import { fineTune } from './fine-tune.ts'
import { initialWeights, ttmParameters } from './graph.ts'
import { openTtm } from './load.ts'
import { parseTtmConfig } from './parse-config.ts'
import { windowSamples } from './samples.ts'

const year = 52
const week = 7 * 86_400_000
const regions = 3

/** Two years of weeks to half a year, two channels at a time, and the region as a category. */
const config = parseTtmConfig({
  context_length: 104,
  prediction_length: 26,
  patch_length: 13,
  patch_stride: 13,
  num_input_channels: 2,
  d_model: 32,
  num_layers: 1,
  adaptive_patching_levels: 2,
  decoder_d_model: 16,
  decoder_num_layers: 1,
  decoder_mode: 'mix_channel',
  categorical_vocab_size_list: [regions],
})

const random = generator(11)
const noise = () => random() + random() + random() - 1.5
/** Sales and visits of a shop, [time, 2]: a year's wave whose height is the region's, and noise. */
function shop(region: number, weeks: number): Float32Array {
  const phase = 2 * Math.PI * random()
  return Float32Array.from({ length: 2 * weeks }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / year + phase
    return 20 + (1 + region) * Math.sin(angle + (i % 2)) + noise()
  })
}

test('trained from nothing, 104 weeks to 26 of two channels with the region as a category, it beats seasonal naive', async () => {
  const shops = Array.from({ length: 12 }, (_, i) => ({ region: i % regions, values: shop(i % regions, 280) }))
  const part = (from: number, to: number) =>
    windowSamples(
      shops.map(({ region, values }) => ({
        values: values.subarray(2 * from, 2 * to),
        channels: 2,
        categories: [region],
      })),
      104,
      26,
    )
  const trained = await fineTune({
    config,
    weights: initialWeights(ttmParameters(config), generator(1)),
    learns: 'all',
    seed: 1,
    training: part(0, 200),
    validation: part(66, 226),
    epochs: 8,
    batch: 32,
    providers: ['cpu'],
    threads: 1,
  })
  let [squared, naive] = [0, 0]
  for (const { region, values } of shops) {
    const model = await openTtm(config, trained.weights, { categories: [region], providers: ['cpu'], threads: 1 })
    const channels = [0, 1].map(c => Float64Array.from({ length: 280 }, (_, t) => values[2 * t + c]!))
    const [forecast] = await model.forecast(
      [{ channels: channels.map(all => all.subarray(0, 254)), interval: week }],
      26,
    )
    for (const [c, all] of channels.entries()) {
      for (let h = 0; h < 26; h++) {
        squared += (all[254 + h]! - forecast![c]![h]!) ** 2
        naive += (all[254 + h]! - all[254 + h - year]!) ** 2
      }
    }
    await model.close()
  }
  expect(squared).toBeLessThan(0.8 * naive)
}, 60_000)

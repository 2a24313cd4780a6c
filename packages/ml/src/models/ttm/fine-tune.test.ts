import { expect, test } from 'vitest'
import { generator } from '../../training/random.ts'
import { type FineTuneOptions, fineTune, type Learns } from './fine-tune.ts'
import { initialWeights, ttmParameters } from './graph.ts'
import { parseTtmConfig } from './parse-config.ts'
import { windowSamples } from './samples.ts'

const config = parseTtmConfig({
  context_length: 24,
  prediction_length: 6,
  patch_length: 6,
  patch_stride: 6,
  d_model: 12,
  num_layers: 1,
  adaptive_patching_levels: 2,
  decoder_d_model: 8,
  decoder_num_layers: 1,
  dropout: 0,
  head_dropout: 0,
})
const weights = initialWeights(ttmParameters(config), generator(5))
const wave = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, t) => Math.sin(((t + phase) * Math.PI) / 6) + 0.3 * Math.cos((t * Math.PI) / 3))
const options = {
  config,
  weights,
  training: windowSamples([wave(80, 0), wave(60, 2)], 24, 6),
  validation: windowSamples([wave(50, 5)], 24, 6),
  seed: 1,
  epochs: 4,
  batch: 16,
  rate: 0.01,
  providers: ['cpu'],
  threads: 1,
} satisfies Omit<FineTuneOptions, 'learns'>

const changed = (after: ReadonlyMap<string, Float32Array>) =>
  [...weights]
    .filter(([name, values]) => values.some((value, i) => value !== after.get(name)![i]))
    .map(([name]) => name)

test.each([
  ['all', () => true],
  ['decoder', (name: string) => !name.startsWith('backbone.')],
  ['head', (name: string) => name.startsWith('head.')],
  ['mlp', (name: string) => name.includes('.mlp.fc')],
] as const)('%s: the validation loss falls, and only what is chosen changes', async (learns: Learns, is) => {
  const result = await fineTune({ ...options, learns })
  const losses = result.epochs.map(({ validationLoss }) => validationLoss)
  expect(losses.at(-1)).toBeLessThan(losses[0]!)
  expect(changed(result.best.weights).sort()).toEqual([...weights.keys()].filter(is).sort())
})

test('a frozen backbone computed once trains the same as one computed in every step', async () => {
  const once = await fineTune({ ...options, learns: 'decoder' })
  const always = await fineTune({ ...options, learns: 'decoder', cacheLimit: 0 })
  once.epochs.forEach(({ validationLoss, trainingLoss }, i) => {
    expect(Math.abs(validationLoss / always.epochs[i]!.validationLoss - 1)).toBeLessThan(1e-3)
    expect(Math.abs(trainingLoss / always.epochs[i]!.trainingLoss - 1)).toBeLessThan(1e-3)
  })
})

test('the same seed gives the same weights, dropout included; another gives others', async () => {
  const run = async (seed: number) =>
    (await fineTune({ ...options, learns: 'decoder', headDropout: 0.3, epochs: 2, seed })).best.weights.get(
      'head.base_forecast_block.bias',
    )
  const first = await run(1)
  expect(await run(1)).toEqual(first)
  expect(await run(2)).not.toEqual(first)
})

test('a model that needs more than past and future values is refused', async () => {
  const prefixed = { ...config, frequencies: 5 }
  await expect(fineTune({ ...options, config: prefixed, learns: 'all' })).rejects.toMatchObject({
    code: 'UNSUPPORTED_MODEL',
  })
})

test('windows are counted and cut series by series', () => {
  const samples = windowSamples([Float32Array.of(0, 1, 2, 3, 4), Float32Array.of(9), Float32Array.of(5, 6, 7, 8)], 2, 1)
  expect(samples.count).toBe(5)
  expect(Array.from({ length: 5 }, (_, i) => [...samples.past(i), ...samples.future(i)])).toEqual([
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [5, 6, 7],
    [6, 7, 8],
  ])
})

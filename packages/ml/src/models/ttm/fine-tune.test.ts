import { expect, test, vi } from 'vitest'
import { generator } from '../../training/random.ts'
import {
  type FineTuneCheckpoint,
  type FineTuneOptions,
  type FineTuneResult,
  fineTune,
  type Learns,
} from './fine-tune.ts'
import { initialWeights, ttmParameters } from './graph.ts'
import { parseTtmConfig } from './parse-config.ts'
import { type Samples, windowSamples } from './samples.ts'

vi.setConfig({ testTimeout: 60_000 })

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
  dropout: 0,
  head_dropout: 0,
}
const config = parseTtmConfig(shape)
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

function expectSameLosses(got: FineTuneResult, want: FineTuneResult) {
  got.epochs.forEach(({ validationLoss, trainingLoss }, i) => {
    expect(Math.abs(validationLoss / want.epochs[i]!.validationLoss - 1)).toBeLessThan(1e-3)
    expect(Math.abs(trainingLoss / want.epochs[i]!.trainingLoss - 1)).toBeLessThan(1e-3)
  })
}

test.each([
  ['all', () => true],
  ['decoder', (name: string) => !name.startsWith('backbone.')],
  ['head', (name: string) => name.startsWith('head.')],
  ['mlp', (name: string) => name.includes('.mlp.fc')],
] as const)('%s: the validation loss falls, and only what is chosen changes', async (learns: Learns, is) => {
  const result = await fineTune({ ...options, learns })
  const losses = result.epochs.map(({ validationLoss }) => validationLoss)
  expect(losses.at(-1)).toBeLessThan(losses[0]!)
  expect(changed(result.weights).sort()).toEqual([...weights.keys()].filter(is).sort())
})

test.each(['decoder', 'head'] as const)(
  '%s: what is frozen, computed once, trains the same as computed in every step',
  async learns => {
    const once = await fineTune({ ...options, learns })
    const always = await fineTune({ ...options, learns, cacheLimit: 0 })
    expectSameLosses(once, always)
  },
)

test.each(['all', 'decoder', 'head'] as const)(
  '%s: threads that share the batches learn what one thread learns',
  async learns => {
    const alone = await fineTune({ ...options, learns })
    const together = await fineTune({ ...options, learns, threads: 2 })
    expectSameLosses(together, alone)
  },
)

test('the same seed gives the same weights, dropout included; another gives others', async () => {
  const run = async (seed: number) =>
    (await fineTune({ ...options, learns: 'decoder', headDropout: 0.3, epochs: 2, seed })).weights.get(
      'head.base_forecast_block.bias',
    )
  const first = await run(1)
  expect(await run(1)).toEqual(first)
  expect(await run(2)).not.toEqual(first)
})

test('without a rate it takes the one it finds, and the search leaves no trace', async () => {
  const { rate: _, ...searching } = { ...options, learns: 'decoder' as const, headDropout: 0.2 }
  const found = await fineTune(searching)
  expect(found.trials.length).toBeGreaterThan(20)
  expect(found.rate).toBeGreaterThan(1e-5)
  expect(found.rate).toBeLessThan(1)
  expect(found.trials.map(({ rate }) => rate)).toContain(found.rate)
  const given = await fineTune({ ...searching, rate: found.rate })
  expect([given.weights, given.epochs, given.trials]).toEqual([found.weights, found.epochs, []])
})

test.each(['all', 'decoder'] as const)(
  '%s: cancelled between two steps it goes on as if it had never stopped',
  async learns => {
    const settings = { ...options, learns, headDropout: 0.2, epochs: 3 }
    const whole = await fineTune(settings)
    const control = new AbortController()
    const { ended, checkpoint } = await fineTune({
      ...settings,
      signal: control.signal,
      onStep: ({ step }) => step === 7 && control.abort(),
    })
    expect([ended, checkpoint.state.step, whole.checkpoint.state.step]).toEqual(['cancelled', 7, 18])
    expect(await fineTune({ ...settings, from: structuredClone(checkpoint) })).toEqual(whole)
    const kept: FineTuneCheckpoint[] = []
    await fineTune({ ...settings, onEpoch: (_, one) => kept.push(one) })
    expect(await fineTune({ ...settings, from: kept[1]! })).toEqual(whole)
  },
)

test('told to stop before it begins, it gives back what it was given', async () => {
  const { rate: _, ...searching } = options
  const result = await fineTune({ ...searching, learns: 'decoder', signal: AbortSignal.abort() })
  expect([result.ended, changed(result.weights)]).toEqual(['cancelled', []])
})

test('where no epoch validates better than the start, the weights stay as they were', async () => {
  const result = await fineTune({ ...options, learns: 'all', rate: 30, patience: 2 })
  expect([result.settled?.share, changed(result.weights)]).toEqual([0, []])
})

/** Samples of two kinds with pasts alike: what comes is 1 or −1, and only `told` knows. */
function riddle(told: Partial<Samples>, { channels = 1 } = {}): Samples {
  const random = generator(3)
  const pasts = Array.from({ length: 64 }, () => Float32Array.from({ length: 24 * channels }, () => 2 * random() - 1))
  return {
    count: 64,
    past: i => pasts[i]!,
    future: i => new Float32Array(6 * channels).fill(i % 2 ? 1 : -1),
    ...told,
  }
}

test.each([
  ['a frequency', { resolution_prefix_tuning: true }, riddle({ frequency: i => (i % 2 ? 3 : 4) })],
  [
    'a category',
    { decoder_mode: 'mix_channel', categorical_vocab_size_list: [3, 2] },
    riddle({ categories: i => [2, i % 2] }),
  ],
  [
    'a channel known beforehand',
    {
      num_input_channels: 2,
      exogenous_channel_indices: [1],
      enable_forecast_channel_mixing: true,
      fcm_gated_attn: false,
    },
    riddle({}, { channels: 2 }),
  ],
])('what only %s can tell is learnt', async (_, extra, samples) => {
  const config = parseTtmConfig({ ...shape, ...extra })
  const weights = initialWeights(ttmParameters(config), generator(5))
  const settings = { ...options, config, weights, training: samples, validation: samples, epochs: 25, rate: 0.02 }
  const { epochs, bestEpoch } = await fineTune({ ...settings, learns: 'all' })
  expect(epochs[bestEpoch - 1]!.validationLoss).toBeLessThan(0.1)
  for (const learns of ['decoder', 'head'] as const) {
    const once = await fineTune({ ...settings, learns, epochs: 2 })
    const always = await fineTune({ ...settings, learns, epochs: 2, cacheLimit: 0 })
    expect(once.epochs[1]!.validationLoss).toBeCloseTo(always.epochs[1]!.validationLoss, 3)
  }
})

test('samples that lack what the model needs are refused', async () => {
  const refused = (extra: Record<string, unknown>, samples: Samples) => {
    const config = parseTtmConfig({ ...shape, ...extra })
    const weights = initialWeights(ttmParameters(config), generator(5))
    return fineTune({ ...options, config, weights, training: samples, validation: samples, learns: 'all' })
  }
  const categorical = { decoder_mode: 'mix_channel', categorical_vocab_size_list: [2] }
  const wrong = { code: 'INVALID_INPUT' }
  await expect(refused({ resolution_prefix_tuning: true }, riddle({}))).rejects.toMatchObject(wrong)
  await expect(refused(categorical, riddle({ categories: () => [2] }))).rejects.toMatchObject(wrong)
  await expect(refused({ num_input_channels: 2 }, riddle({}))).rejects.toMatchObject(wrong)
  await expect(refused({}, windowSamples([wave(29, 0)], 24, 6))).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
})

test('what was not observed is not learnt from, and does not move the scale', async () => {
  const observed = Uint8Array.from({ length: 80 }, (_, i) => (i % 5 === 0 ? 0 : 1))
  const holes = wave(80, 0).map((value, i) => value * observed[i]!)
  const trained = (values: Float32Array, learns: Learns, cacheLimit = 2 ** 30) =>
    fineTune({
      ...options,
      learns,
      cacheLimit,
      epochs: 2,
      validation: options.validation,
      training: windowSamples([{ values, observed }], 24, 6),
    })
  const plain = await trained(holes, 'decoder')
  const again = await trained(holes, 'decoder', 0)
  expect(plain.epochs[1]!.validationLoss).toBeCloseTo(again.epochs[1]!.validationLoss, 3)
  const futures = (of: Samples): Samples => ({
    ...of,
    future: i => of.future(i).map((value, at) => (of.futureObserved!(i)[at] ? value : 1e6)),
  })
  const whole = windowSamples([{ values: holes, observed }], 24, 6)
  const spoilt = await fineTune({ ...options, learns: 'decoder', epochs: 2, training: futures(whole) })
  expect(spoilt.weights).toEqual(plain.weights)
})

test('a batch norm learns its statistics, and serves by them', async () => {
  const config = parseTtmConfig({ ...shape, norm_mlp: 'BatchNorm' })
  const weights = initialWeights(ttmParameters(config), generator(5))
  const { weights: after, epochs } = await fineTune({
    ...options,
    config,
    weights,
    learns: 'all',
    epochs: 20,
    rate: 0.02,
  })
  const moved = [...after].filter(([name, values]) => /running/.test(name) && values.some(v => v !== 0 && v !== 1))
  expect(moved.length).toBe([...weights.keys()].filter(name => /running/.test(name)).length)
  expect(Math.min(...epochs.map(({ validationLoss }) => validationLoss))).toBeLessThan(0.1)
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

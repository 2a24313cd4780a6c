import { expect, test } from 'vitest'
import { input } from '../../graph/tensor.ts'
import { declarations } from '../../layers/scope.ts'
import { evaluate } from '../../runtime/evaluate.ts'
import { openSession } from '../../runtime/session.ts'
import { seededDropout } from '../../training/dropout.ts'
import { adam } from '../../training/optimiser.ts'
import { generator } from '../../training/random.ts'
import { openTrainer } from '../../training/trainer.ts'
import { initialWeights } from '../ttm/graph.ts'
import { checkedConfig, type RecurrentConfig } from './config.ts'
import { encodeRecurrent, recurrentModel, recurrentNetwork } from './network.ts'

const config: RecurrentConfig = {
  cell: 'lstm',
  lookback: 12,
  channels: 3,
  predicted: 2,
  steps: 4,
  layers: [
    { units: 8, dropout: 0.2, recurrentDropout: 0.3 },
    { units: 5, dropout: 0.1, recurrentDropout: 0.1 },
  ],
  dense: [
    { units: 6, activation: 'relu' },
    { units: 4, activation: 'tanh' },
  ],
  centred: true,
  quantiles: [0.1, 0.9],
}

const random = generator(5)
const draw = (...shape: number[]) => ({
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
  shape,
})
const feeds = { past_values: draw(7, 12, 3), future_values: draw(7, 4, 2) }

test.each(['lstm', 'gru'] as const)(
  '%s: what is trained and what is served agree, before and after training',
  async cell => {
    const plain = { ...config, cell }
    const { prediction, quantiles, loss, parameters } = recurrentModel(plain)
    const start = initialWeights(parameters, generator(1))
    const trainer = await openTrainer({ loss, parameters, weights: start, optimiser: adam(), providers: ['cpu'] })
    for (let i = 0; i < 20; i++) await trainer.step(feeds, { rate: 1e-2 })
    for (const weights of [start, trainer.state().weights]) {
      const outputs = { prediction, quantiles: quantiles!, loss }
      const trained = await evaluate({ outputs, parameters: weights }, feeds)
      const session = await openSession(encodeRecurrent(plain, weights), { providers: ['cpu'] })
      expect(session.inputs).toEqual(['past_values'])
      const served = await session.run({ past_values: feeds.past_values })
      await session.close()
      expect(served.prediction!.shape).toEqual([7, 4, 2])
      expect(served.quantiles!.shape).toEqual([7, 2, 4, 2])
      for (const name of ['prediction', 'quantiles']) {
        served[name]!.values.forEach((value, i) => {
          expect(Math.abs(Number(value) - Number(trained[name]!.values[i]))).toBeLessThan(1e-5)
        })
      }
    }
    await trainer.close()
  },
)

test('dropout makes training depend on its seed, and on nothing else', async () => {
  const losses = async (seed: number) => {
    const { drop, feeds: masks } = seededDropout(seed, 12 * 7 * 64)
    const { loss, parameters } = recurrentModel(config, { dropout: drop })
    const weights = initialWeights(parameters, generator(1))
    const trainer = await openTrainer({
      loss,
      parameters,
      weights,
      feeds: masks,
      optimiser: adam(),
      providers: ['cpu'],
      threads: 1,
    })
    const found = []
    for (let i = 0; i < 3; i++) found.push(await trainer.step(feeds, { rate: 1e-3 }))
    await trainer.close()
    return found
  }
  const first = await losses(1)
  expect(await losses(1)).toEqual(first)
  expect(await losses(2)).not.toEqual(first)
})

test('parameters bear the names a torch module gives them', () => {
  const { scope, parameters } = declarations()
  recurrentNetwork(scope, { ...config, layers: config.layers.slice(0, 1) }, input('x', ['batch', 12, 3]))
  expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
    ['rnn.weight_ih_l0', [32, 3]],
    ['rnn.weight_hh_l0', [32, 8]],
    ['rnn.bias_ih_l0', [32]],
    ['rnn.bias_hh_l0', [32]],
    ['hidden.0.weight', [6, 8]],
    ['hidden.0.bias', [6]],
    ['hidden.1.weight', [4, 6]],
    ['hidden.1.bias', [4]],
    ['dense.weight', [8, 4]],
    ['dense.bias', [8]],
    ['quantiles.weight', [16, 4]],
    ['quantiles.bias', [16]],
  ])
})

test.each<[Partial<RecurrentConfig>, string]>([
  [{ lookback: 0 }, 'lookback is a whole number from 1 to 8760, not 0'],
  [{ steps: 8761 }, 'steps is a whole number from 1 to 8760, not 8761'],
  [{ predicted: 4 }, 'predicted is a whole number from 1 to 3, not 4'],
  [{ layers: [] }, 'at least one layer'],
  [{ layers: [{ units: 2.5, dropout: 0, recurrentDropout: 0 }] }, 'layers[0].units is a whole number'],
  [
    { layers: [{ units: 2, dropout: 1, recurrentDropout: 0 }] },
    'layers[0].dropout is at least 0 and less than 1, not 1',
  ],
  [{ dense: [{ units: 2, activation: 'swish' as 'relu' }] }, 'dense[0].activation is one of linear'],
  [{ quantiles: [0.9, 0.1] }, 'quantile levels ascend between 0 and 1'],
  [{ quantiles: [0.5, 1] }, 'quantile levels ascend between 0 and 1'],
])('a configuration out of range is refused: %j', (change, message) => {
  expect(() => checkedConfig({ ...config, ...change })).toThrow(message)
})

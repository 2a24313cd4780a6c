import { parseSafetensors } from '../../runtime/safetensors.ts'
import { floatsUnder, type Golden, tensorsUnder } from '../golden.ts'
import { bindWeights } from '../ttm/weights.ts'
import type { RecurrentConfig } from './config.ts'
import { recurrentModel } from './network.ts'

/** For a network of equal recurrent layers and one linear layer. */
export type GoldenRecurrent = Golden<RecurrentConfig>

const firstLayer = 'weight.rnn.weight_hh_l0'

/** Null where the file holds something else. The shapes of the tensors say what the network is. */
export function readGoldenRecurrent(bytes: Uint8Array): GoldenRecurrent | null {
  const { tensors } = parseSafetensors(bytes)
  const first = tensors.get(firstLayer)
  if (first === undefined) return null
  const [rows, units] = first.shape as [number, number]
  const past = tensors.get('input.past_values')!
  const future = tensors.get('input.future_values')!
  const [, lookback, channels] = past.shape as [number, number, number]
  const [batch, steps, predicted = 1] = future.shape as [number, number, number?]
  const count = [...tensors.keys()].filter(name => name.startsWith('weight.rnn.weight_hh_l')).length
  const config: RecurrentConfig = {
    cell: rows === 4 * units ? 'lstm' : 'gru',
    lookback,
    channels,
    predicted,
    steps,
    layers: Array.from({ length: count }, () => ({ units, dropout: 0, recurrentDropout: 0 })),
    dense: [],
    centred: false,
    quantiles: [],
  }
  return {
    config,
    weights: bindWeights(recurrentModel(config).parameters, {
      tensors: tensorsUnder(tensors, 'weight.'),
      metadata: {},
    }),
    feeds: {
      past_values: { values: past.floats(), shape: past.shape },
      future_values: { values: future.floats(), shape: [batch, steps, predicted] },
    },
    output: floatsUnder(tensors, 'output.'),
    gradients: floatsUnder(tensors, 'grad.'),
  }
}

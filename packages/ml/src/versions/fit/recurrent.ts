import { servableRecurrent } from '../../artifacts/recurrent.ts'
import type { Cell } from '../../layers/recurrent.ts'
import { checkedConfig, type RecurrentConfig } from '../../models/recurrent/config.ts'
import { recurrentModel } from '../../models/recurrent/network.ts'
import type { RecurrentData } from '../../models/recurrent/series.ts'
import { type RecurrentCheckpoint, trainRecurrent } from '../../models/recurrent/train.ts'
import { sizesOf } from '../../recipe/categories.ts'
import { readFitCheckpoint, writeFitCheckpoint } from '../../training/checkpoint.ts'
import type { ChosenLookback, Material, Part } from '../material.ts'
import { type FitHooks, type FittedVersion, lossOf } from './fitted.ts'

export const settledLookback: ChosenLookback = ({ lookback }) => lookback as number

/** An LSTM or GRU of the layers in its settings, which forecasts all steps at once; windows of all series, shuffled. */
export const fitRecurrentVersion =
  (cell: Cell) =>
  async (material: Material, hooks: FitHooks): Promise<FittedVersion> => {
    const { settings, request, learnt, lookback, horizon } = material
    const channels = request.channels.length
    const epochs = settings.epochs as number
    const config: RecurrentConfig = checkedConfig({
      cell,
      lookback,
      channels,
      predicted: channels,
      steps: horizon,
      layers: settings.layers as unknown as RecurrentConfig['layers'],
      dense: settings.dense as unknown as RecurrentConfig['dense'],
      centred: lookback > 1,
      quantiles: [],
      categories: sizesOf(learnt.vocabularies),
    })
    const { parameters } = recurrentModel(config)
    const { onEpoch, signal, from, threads } = hooks
    const result = await trainRecurrent(config, dataOfAll(material), {
      seed: request.seed,
      epochs,
      batch: settings.batch as number,
      rate: settings.findsRate === true ? 'find' : (settings.rate as number),
      shuffle: true,
      providers: ['cpu'],
      ...(settings.patience !== null && { patience: settings.patience as number }),
      ...(threads !== undefined && { threads }),
      ...(signal && { signal }),
      ...(from && { from: readFitCheckpoint<Pick<RecurrentCheckpoint, 'rate'>>(from, parameters) }),
      ...(onEpoch && {
        onEpoch: (epoch, checkpoint) =>
          onEpoch(lossOf(epoch), epochs, () => writeFitCheckpoint(checkpoint, parameters)),
      }),
    })
    signal?.throwIfAborted()
    const unscaled = request.channels.map(() => ({ mean: 0, deviation: 1 }))
    return {
      servable: servableRecurrent({ config, scales: unscaled, weights: result.best.weights }, horizon),
      losses: result.epochs.map(lossOf),
      bestEpoch: result.bestEpoch,
      license: null,
      warnings: settings.findsRate === true ? [`found a learning rate of ${result.rate.toPrecision(3)}`] : [],
    }
  }

/** The windows of all series: futures to learn from lie in the training part, those that judge in the one after it. */
function dataOfAll({ parts, lookback, horizon, request }: Material): RecurrentData {
  const channels = request.channels.length
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.cells * channels, 0))
  const [training, validation, ends]: [number[], number[], number[]] = [[], [], []]
  let begin = 0
  for (const part of parts) {
    lay(values, begin * channels, part)
    for (const [starts, first, last] of [
      [training, 0, part.trainable],
      [validation, Math.max(0, part.trainable - lookback), part.heldOut],
    ] as const) {
      for (let start = first; start + lookback + horizon <= last; start++) starts.push(begin + start)
    }
    begin += part.cells
    ends.push(begin)
  }
  return {
    values,
    training: Uint32Array.from(training),
    validation: Uint32Array.from(validation),
    tokensAt: start => parts[placeOf(ends, start)]!.tokens,
  }
}

/** [time, channels] row by row. */
function lay(values: Float32Array, at: number, { scaled, cells }: Part): void {
  const channels = scaled.length
  scaled.forEach((channel, c) => {
    for (let t = 0; t < cells; t++) values[at + t * channels + c] = channel[t]!
  })
}

/** The first of ascending ends that lies behind a place. */
function placeOf(ends: readonly number[], place: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! > place) high = middle
    else low = middle + 1
  }
  return low
}

import { parseArgs } from 'node:util'
import { channelsAreIndependent, type TtmConfig } from '@seriema/ml/models/ttm/config'
import { type FineTuneOptions, fineTune, type Learns } from '@seriema/ml/models/ttm/fine-tune'
import { frequencyToken } from '@seriema/ml/models/ttm/frequency'
import { ttmParameters } from '@seriema/ml/models/ttm/graph'
import { openTtm } from '@seriema/ml/models/ttm/load'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { windowSamples } from '@seriema/ml/models/ttm/samples'
import { bindWeights } from '@seriema/ml/models/ttm/weights'
import { readModel } from '@seriema/ml/runtime/weights'
import type { Bench } from './contract.ts'
import { readBenchmarkSeries, splits, standardise } from './ett.ts'
import { ibmWeights, oneOf, testErrors } from './standardised.ts'

const whatLearns: Readonly<Record<string, Learns>> = { all: 'all', decoder: 'decoder', head: 'head', mlp: 'mlp' }

/**
 * IBM's protocol (Ekambaram et al., 2024): every channel standardised on the training rows, stride 1, a sample all
 * channels of a window; few-shot learns from the first rows. The validation rows choose the epoch, the test rows nothing.
 */
export const fineTuneBench: Bench = {
  name: 'fine-tune',
  summary: 'TinyTimeMixer before and after fine-tuning on the training rows of a benchmark: test MSE and MAE',
  async run(args) {
    const options = parsed(args)
    const series = await readBenchmarkSeries(options.data)
    const split = oneOf(splits, options.split, '--split')(series.channels[0]?.length ?? 0)
    const { config: json, weights: file } = await readModel(options.from)
    const config = together(parseTtmConfig(json), series.channels.length)
    const weights = bindWeights(ttmParameters(config), file)
    const channels = standardise(series.channels, split.training)
    const { contextLength: past, predictionLength: future } = config
    const samples = (from: number, to: number) =>
      windowSamples(
        [
          {
            values: rowByRow(channels, from, to),
            channels: channels.length,
            frequency: token(config, series.interval),
          },
        ],
        past,
        future,
      )
    const fewer = Math.floor(options.fraction * (split.training - past)) + past
    const testFrom = split.training + split.validation
    const training = samples(0, Math.min(split.training, fewer))
    const tested = async (of: ReadonlyMap<string, Float32Array>) => {
      const model = await openTtm(config, of)
      const test = { channels: channels.map(all => all.subarray(0, testFrom + split.test)), interval: series.interval }
      const errors = await testErrors(model, test, testFrom)
      await model.close()
      return errors
    }
    const before = await tested(weights)
    const began = performance.now()
    const {
      weights: learnt,
      settled,
      bestEpoch,
      epochs,
      rate,
    } = await fineTune({
      config,
      weights,
      training,
      validation: samples(split.training - past, testFrom),
      cacheLimit: 2 ** 31,
      ...options.settings,
      onEpoch: ({ epoch, trainingLoss, validationLoss }) =>
        console.error(`epoch ${epoch}: training ${trainingLoss.toFixed(4)}, validation ${validationLoss.toFixed(4)}`),
    })
    const seconds = (performance.now() - began) / 1000
    const after = await tested(learnt)
    const validation = [settled?.startLoss, settled?.loss].map(loss => loss ?? Number.NaN)
    const share = settled?.share ?? 1
    const rows = [before, after].map(({ mse, mae }, i) => [
      ['zero-shot', 'fine-tuned'][i]!,
      ...[mse, mae, validation[i]!].map(value => Number(value.toFixed(4))),
      ...[i && Math.round(seconds), i && bestEpoch, i && epochs.length, i && share],
    ])
    return {
      columns: ['', 'MSE', 'MAE', 'validation MSE', 'seconds', 'best epoch', 'epochs', 'share'],
      rows,
      notes: [
        `${options.from}; ${options.data}: ${channels.length} channels, split ${options.split}`,
        `${training.count} windows of ${past} → ${future}; learnt: ${options.settings.learns}, rate ${rate.toExponential(1)}` +
          `, head dropout ${options.settings.headDropout}; the validation rows chose the epoch and the share of the way to it`,
      ],
      json: {
        ...options,
        before,
        after,
        seconds,
        rate,
        settled: { ...settled, weights: undefined },
        bestEpoch,
        epochs,
      },
    }
  },
}

/** Channels that are independent may be looked at side by side, as one sample. */
const together = (config: TtmConfig, channels: number): TtmConfig =>
  channelsAreIndependent(config)
    ? { ...config, channels, predicted: Array.from({ length: channels }, (_, i) => i), exogenous: [] }
    : config

const token = ({ frequencies }: TtmConfig, interval: number) =>
  frequencies === null ? 0 : frequencyToken(interval, frequencies)

function rowByRow(channels: readonly Float64Array[], from: number, to: number): Float32Array {
  const values = new Float32Array((to - from) * channels.length)
  channels.forEach((all, c) => {
    for (let t = from; t < to; t++) values[(t - from) * channels.length + c] = all[t]!
  })
  return values
}

function parsed(args: readonly string[]) {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      split: text('ett-hourly'),
      fraction: text('1'),
      from: text(ibmWeights()),
      learns: text('head'),
      rate: { type: 'string' },
      'head-dropout': text('0.7'),
      epochs: { type: 'string' },
      seed: text('1'),
    },
  })
  if (values.data === undefined) {
    throw new Error(
      'usage: pnpm bench fine-tune --data FILE.csv [--split …] [--fraction 0.05] [--from DIR] [--learns …] [--rate …]',
    )
  }
  const settings = {
    learns: oneOf(whatLearns, values.learns, '--learns'),
    seed: Number(values.seed),
    headDropout: Number(values['head-dropout']),
    ...(values.epochs !== undefined && { epochs: Number(values.epochs) }),
    ...(values.rate !== undefined && { rate: Number(values.rate) }),
  } satisfies Partial<FineTuneOptions>
  return { data: values.data, split: values.split, from: values.from, fraction: Number(values.fraction), settings }
}

import { Fault } from '@seriema/domain/fault'
import { encode } from '../../graph/encode.ts'
import { size } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { type Feed, openSession, type SessionOptions } from '../../runtime/session.ts'
import { pieces, shuffled, stacked } from '../../training/batches.ts'
import { type Dropout, seededDropout } from '../../training/dropout.ts'
import { openEvaluator } from '../../training/evaluator.ts'
import { type EpochResult, type FitOptions, type FitResult, fit } from '../../training/fit.ts'
import { adamW } from '../../training/optimiser.ts'
import { generator } from '../../training/random.ts'
import { oneCycle } from '../../training/schedule.ts'
import { openTrainer } from '../../training/trainer.ts'
import { patchCount, type TtmConfig } from './config.ts'
import { freezeBackbone } from './frozen.ts'
import { ttmLoss } from './loss.ts'
import type { Samples } from './samples.ts'

/** All weights; all but the backbone; the last linear map; the linear maps of every mixer. */
export type Learns = 'all' | 'decoder' | 'head' | 'mlp'

const chosen: Readonly<Record<Learns, (name: string) => boolean>> = {
  all: () => true,
  decoder: name => !name.startsWith('backbone.'),
  head: name => name.startsWith('head.'),
  mlp: name => /\.mlp\.fc[12]\./.test(name),
}

export interface FineTuneOptions extends SessionOptions {
  readonly config: TtmConfig
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly training: Samples
  readonly validation: Samples
  readonly learns: Learns
  readonly seed: number
  /** Default 50. */
  readonly epochs?: number
  /** Default 64. */
  readonly batch?: number
  /** The highest rate of the one cycle. Default 1e-3. */
  readonly rate?: number
  /** Epochs without a better validation loss. Default 10. */
  readonly patience?: number
  /** Replaces the configuration's dropout of decoder and head. */
  readonly headDropout?: number
  /** What a frozen backbone made is kept up to this many bytes, else made again in every step. Default 1 GiB. */
  readonly cacheLimit?: number
  readonly signal?: AbortSignal
  /** Told when each begins: what a frozen backbone makes, the sessions, the steps. */
  readonly onPhase?: (phase: 'encoding' | 'opening' | 'training') => void
  readonly onStep?: FitOptions['onStep']
  readonly onEpoch?: (epoch: EpochResult) => void
}

/** Rows that a step is fed with, by input; each has the shape of one sample. */
interface Rows {
  readonly count: number
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; row(index: number): Float32Array }>>
}

/**
 * Trains a model that is looked at sample by sample, as IBM fine-tunes it: AdamW, one cycle, early stopping on the
 * validation loss. With the backbone frozen its outputs are computed once and used in every epoch. The same options
 * give the same weights. Throws Fault UNSUPPORTED_MODEL for a model that needs more than past and future values.
 */
export async function fineTune(options: FineTuneOptions): Promise<FitResult> {
  const { frequencies, decoder, exogenous, reconcile } = options.config
  if (frequencies !== null || decoder?.categories.length || (exogenous.length > 0 && reconcile !== null)) {
    throw new Fault(
      'UNSUPPORTED_MODEL',
      'only a TinyTimeMixer that needs past and future values alone can be fine-tuned',
    )
  }
  const { weights, learns, seed, epochs = 50, batch = 64, rate = 1e-3, patience = 10 } = options
  const config = withHeadDropout(options.config, options.headDropout)
  const frozen = learns === 'decoder' || learns === 'head'
  const dropout = seededDropout(seed, batch * widest(config))
  options.onPhase?.('encoding')
  const { model, training, validation, plain } = await prepared(options, config, frozen, dropout.drop)
  options.onPhase?.('opening')
  const steps = epochs * Math.ceil(training.count / batch)
  const trainer = await openTrainer({
    ...options,
    ...model,
    weights,
    optimiser: adamW(),
    learns: chosen[learns],
    feeds: dropout.feeds,
  })
  const evaluator = await openEvaluator({ ...options, outputs: { loss: plain.loss }, parameters: plain.parameters })
  try {
    options.onPhase?.('training')
    return await fit({
      ...(options.signal && { signal: options.signal }),
      ...(options.onStep && { onStep: options.onStep }),
      ...(options.onEpoch && { onEpoch: options.onEpoch }),
      trainer,
      epochs,
      patience,
      schedule: oneCycle(rate, steps),
      batches: function* (epoch) {
        const order = shuffled(training.count, generator(seed + epoch))
        for (const piece of pieces(order, batch)) yield feedsOf(training, piece)
      },
      validate: state => averageLoss(validation, async feeds => (await evaluator.run(state.weights, feeds)).loss!),
    })
  } finally {
    await trainer.close()
    await evaluator.close()
  }
}

async function prepared(options: FineTuneOptions, config: TtmConfig, frozen: boolean, drop: Dropout['drop']) {
  const { weights, training, validation, cacheLimit = 2 ** 30 } = options
  const whole = { training: wholeRows(training, config), validation: wholeRows(validation, config) }
  const { backbone, rest: plain } = freezeBackbone(config)
  const perSample = Object.values(backbone).reduce((sum, tensor) => sum + rowSize(tensor), 0)
  if (!frozen || 4 * perSample * (training.count + validation.count) > cacheLimit) {
    return { ...whole, model: ttmLoss(config, { dropout: drop }), plain: ttmLoss(config) }
  }
  const session = await openSession(encode({ outputs: backbone, parameters: weights }), options)
  const encodeRows = (rows: Rows) => encoded(rows, backbone, feeds => session.run(feeds))
  const rows = { training: await encodeRows(whole.training), validation: await encodeRows(whole.validation) }
  await session.close()
  return { ...rows, model: freezeBackbone(config, drop).rest, plain }
}

/** At most as many elements as a sample has anywhere that something is dropped. */
function widest(config: TtmConfig): number {
  const { channels, expansion, encoder, decoder, steps, reconcile } = config
  const mixer = patchCount(config) * Math.max(encoder.width, decoder?.width ?? 0)
  const windows = reconcile === null ? 0 : steps * (4 * reconcile.context + 2)
  return channels * expansion * Math.max(mixer, windows)
}

const rowSize = (tensor: Tensor): number => Number(size(tensor.shape.slice(1)))

const wholeRows = ({ count, past, future }: Samples, config: TtmConfig): Rows => ({
  count,
  inputs: {
    past_values: { shape: [config.contextLength, config.channels], row: past },
    future_values: { shape: [config.predictionLength, config.channels], row: future },
  },
})

/** What the backbone makes of every row, in place of the past. */
async function encoded(
  rows: Rows,
  outputs: Readonly<Record<string, Tensor>>,
  run: (feeds: Record<string, Feed>) => Promise<Record<string, Feed>>,
): Promise<Rows> {
  const made = Object.entries(outputs).map(([name, tensor]) => {
    const length = rowSize(tensor)
    return { name, length, shape: tensor.shape.slice(1) as number[], values: new Float32Array(rows.count * length) }
  })
  for (const piece of pieces(allOf(rows), 256)) {
    const { past_values } = feedsOf(rows, piece)
    const results = await run({ past_values: past_values! })
    for (const { name, length, values } of made) values.set(results[name]!.values as Float32Array, piece[0]! * length)
  }
  const inputs = made.map(({ name, length, shape, values }) => {
    const row = (index: number) => values.subarray(index * length, (index + 1) * length)
    return [name, { shape, row }] as const
  })
  return { count: rows.count, inputs: { ...Object.fromEntries(inputs), future_values: rows.inputs.future_values! } }
}

const allOf = ({ count }: Rows): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i)

const feedsOf = ({ inputs }: Rows, piece: Uint32Array): Record<string, Feed> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, row }]) => [
      name,
      stacked(
        Array.from(piece, i => row(i)),
        shape,
      ),
    ]),
  )

async function averageLoss(rows: Rows, lossOf: (feeds: Record<string, Feed>) => Promise<Feed>): Promise<number> {
  let total = 0
  for (const piece of pieces(allOf(rows), 256)) {
    total += piece.length * (((await lossOf(feedsOf(rows, piece))).values[0] as number) ?? 0)
  }
  return total / rows.count
}

function withHeadDropout(config: TtmConfig, headDropout: number | undefined): TtmConfig {
  if (headDropout === undefined) return config
  return { ...config, headDropout, decoder: config.decoder && { ...config.decoder, dropout: headDropout } }
}

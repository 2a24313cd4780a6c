import { Fault } from '@seriema/domain/fault'
import { multiply } from '../../graph/ops/elementwise.ts'
import { mean } from '../../graph/ops/reduce.ts'
import { input } from '../../graph/tensor.ts'
import { coresFor } from '../../runtime/cores.ts'
import type { Feeds, SessionOptions } from '../../runtime/session.ts'
import { pieces, shuffled } from '../../training/batches.ts'
import { blockLosses, meanLoss } from '../../training/block-loss.ts'
import { type Dropout, seededDropout } from '../../training/dropout.ts'
import { openEvaluator } from '../../training/evaluator.ts'
import { findRate } from '../../training/find-rate.ts'
import { type EpochResult, type FitCheckpoint, type FitOptions, type FitResult, fit } from '../../training/fit.ts'
import { adam } from '../../training/optimiser.ts'
import { generator } from '../../training/random.ts'
import { steady } from '../../training/schedule.ts'
import { equalParts } from '../../training/shards.ts'
import { openTrainer, type Trainer, type TrainingState } from '../../training/trainer.ts'
import { initialWeights } from '../ttm/graph.ts'
import type { RecurrentConfig } from './config.ts'
import { recurrentModel } from './network.ts'
import { feedsOf, type RecurrentData } from './series.ts'

export interface TrainOptions extends SessionOptions, Pick<FitOptions, 'signal' | 'onStep'> {
  readonly onEpoch?: (epoch: EpochResult, checkpoint: RecurrentCheckpoint) => void
  /** Of the first weights and of dropout. */
  readonly seed: number
  /** Default 100. */
  readonly epochs?: number
  /** Default 32. */
  readonly batch?: number
  /** Adam's rate, halved on a plateau, but never below 1e-6; `find`: `findRate` looks for it first. Default 1e-3. */
  readonly rate?: number | 'find'
  /** Epochs without a better validation loss; a tenth of the epochs by default, from 5 to 20. */
  readonly patience?: number
  /** Whether each epoch takes the windows in an order of its own; by default in theirs. */
  readonly shuffle?: boolean
  /** Goes on from there; the other options have to be the same. */
  readonly from?: RecurrentCheckpoint | undefined
}

/** With the rate that it was begun at. */
export type RecurrentCheckpoint = FitCheckpoint & { readonly rate?: number }

export interface RecurrentFit extends FitResult {
  /** Given, or found. */
  readonly rate: number
}

const [lowestRate, usualRate] = [1e-6, 1e-3]
/** Windows validated together. */
const validated = 256

/**
 * Adam on the mean squared error of standardised values, and the pinball loss of quantiles; the weights of the best
 * epoch. Without windows to validate on, the training loss decides. The same options give the same weights. Throws Fault INVALID_INPUT where the very first epoch diverges.
 */
export async function trainRecurrent(
  config: RecurrentConfig,
  data: RecurrentData,
  options: TrainOptions,
): Promise<RecurrentFit> {
  const { training, validation } = data
  const { seed, epochs = 100, batch = 32, shuffle = false, from } = options
  const patience = options.patience ?? Math.min(20, Math.max(5, Math.floor(epochs / 10)))
  const size = Math.min(batch, training.length)
  const { rows, part } = equalParts(size, coresFor(options))
  const dropout = seededDropout(seed, mostDropped(config, part))
  const { loss, parameters } = fullBatches(config, part, dropout.drop)
  const weights = initialWeights(parameters, generator(seed))
  const open = (state?: TrainingState) =>
    openTrainer({
      ...options,
      loss,
      parameters,
      weights,
      feeds: dropout.feeds,
      shared: true,
      optimiser: adam(),
      ...(state && { state }),
    })
  const batches = function* (epoch: number) {
    const order = shuffle ? shuffled(training.length, generator(seed + epoch)).map(place => training[place]!) : training
    for (const piece of pieces(order, size)) yield filledUp(data, piece, config, rows)
  }
  const rate = await chosenRate(options, open, batches)
  const trainer = await open(from?.state)
  const evaluator = await openEvaluator({ ...options, outputs: { loss: recurrentModel(config).loss }, parameters })
  try {
    const result = await fit({
      ...(options.signal && { signal: options.signal }),
      ...(options.onStep && { onStep: options.onStep }),
      ...(options.onEpoch && { onEpoch: (epoch, checkpoint) => options.onEpoch!(epoch, { ...checkpoint, rate }) }),
      ...(validation.length > 0 && {
        validate: async (state: TrainingState) => {
          const lossOf = async (block: Uint32Array) =>
            (await evaluator.run(state.weights, feedsOf(data, block, config))).loss!
          return meanLoss(await blockLosses(pieces(validation, validated), lossOf))
        },
      }),
      trainer: neverBelow(lowestRate, trainer),
      epochs,
      patience,
      plateau: Math.max(3, Math.floor(patience / 3)),
      schedule: steady(rate),
      from,
      batches,
    })
    if (result.ended === 'diverged' && result.bestEpoch === 0) {
      throw new Fault('INVALID_INPUT', `training diverged at a learning rate of ${rate}: choose a lower one`)
    }
    return { ...result, rate }
  } finally {
    await trainer.close()
    await evaluator.close()
  }
}

/** The rate given, that of the run gone on with, or the one found on a trainer of its own. */
async function chosenRate(
  { rate = usualRate, from, signal }: TrainOptions,
  open: () => Promise<Trainer>,
  batches: (epoch: number) => Iterable<Feeds>,
): Promise<number> {
  if (rate !== 'find') return rate
  if (from?.rate !== undefined) return from.rate
  const endless = (function* () {
    for (let epoch = -1; ; epoch--) yield* batches(epoch)
  })()
  const trainer = await open()
  try {
    const { rate: found } = await findRate(rate => trainer.step(endless.next().value!, { rate }), { signal })
    return found ?? usualRate
  } finally {
    await trainer.close()
  }
}

/**
 * The loss of batches that are all of one length, which the runtime opens many times faster than one of unknown length:
 * what is missing at the end is filled up with windows that weigh nothing.
 */
function fullBatches(config: RecurrentConfig, batch: number, dropout: Dropout['drop']) {
  const { errors, parameters } = recurrentModel(config, { batch, dropout })
  return { loss: mean(multiply(errors, input('weight', [batch, 1, 1]))), parameters }
}

function filledUp(data: RecurrentData, starts: Uint32Array, config: RecurrentConfig, batch: number) {
  const filled = new Uint32Array(batch).fill(starts[0]!)
  filled.set(starts)
  const weight = new Float32Array(batch).fill(batch / starts.length, 0, starts.length)
  return { ...feedsOf(data, filled, config), weight: { values: weight, shape: [batch, 1, 1] } }
}

const neverBelow = (lowest: number, trainer: Trainer): Trainer => ({
  ...trainer,
  step: (feeds, pace) => trainer.step(feeds, { ...pace, rate: Math.max(lowest, pace.rate) }),
})

/** As many elements as are dropped from at once: a layer's inputs, or its recurrent weights. */
function mostDropped({ layers, lookback, channels }: RecurrentConfig, batch: number): number {
  const widths = [channels, ...layers.map(({ units }) => units)]
  return Math.max(batch * lookback * Math.max(...widths), ...layers.map(({ units }) => 4 * units * units))
}

import { Fault } from '@seriema/domain/fault'
import { type BatchMemory, pieces, shuffled } from '../../training/batches.ts'
import { blockLosses, meanLoss } from '../../training/block-loss.ts'
import { seededDropout } from '../../training/dropout.ts'
import { openEvaluator } from '../../training/evaluator.ts'
import { findRate, type RateTrial } from '../../training/find-rate.ts'
import { type EpochResult, type FitCheckpoint, type FitOptions, type FitResult, fit } from '../../training/fit.ts'
import { adamW } from '../../training/optimiser.ts'
import { generator } from '../../training/random.ts'
import { oneCycle } from '../../training/schedule.ts'
import { type Settled, settled, type Weights } from '../../training/settle.ts'
import { openTrainer, type TrainingState } from '../../training/trainer.ts'
import type { TtmConfig } from './config.ts'
import { learnt, type PrepareOptions, prepared, widest, withHeadDropout } from './prepare.ts'
import { blocksOf, feedsOf, masksOf } from './rows.ts'

export type { Learns } from './prepare.ts'

export interface FineTuneOptions extends PrepareOptions {
  readonly config: TtmConfig
  readonly seed: number
  /** Default: 50, but no more than make 2,000 steps, as long as that is at least 5. */
  readonly epochs?: number
  /** Default 64. */
  readonly batch?: number
  /** The highest rate of the one cycle; where it is left out, `findRate` looks for it. */
  readonly rate?: number
  /** Epochs without a better validation loss. Default 10. */
  readonly patience?: number
  /** Replaces the configuration's dropout of decoder and head. */
  readonly headDropout?: number
  /** Goes on from there; the other options have to be the same. */
  readonly from?: FineTuneCheckpoint
  readonly onStep?: FitOptions['onStep']
  readonly onEpoch?: (epoch: EpochResult, checkpoint: FineTuneCheckpoint) => void
}

export interface FineTuneCheckpoint extends FitCheckpoint {
  readonly rate: number
}

export interface FineTuneResult extends FitResult {
  /** Those to be used: settled, or of a training that was cancelled those of its best epoch. */
  readonly weights: Weights
  /** How they were chosen between the start and the best epoch; null where the training was cancelled. */
  readonly settled: Settled | null
  /** The one given, or found. */
  readonly rate: number
  /** What it was found by; empty where it was given. */
  readonly trials: readonly RateTrial[]
  readonly checkpoint: FineTuneCheckpoint
}

/** Where not a single trial gave a rate. */
const usualRate = 1e-3

/**
 * Trains a model as IBM fine-tunes it: AdamW, one cycle, early stopping on the validation loss. From the weights of the
 * best epoch it goes back towards those it began with, as far as the validation cannot tell the difference (see
 * `settled`); a training that is cancelled does not. What the frozen part makes is computed once, without its dropout,
 * and used in every epoch. The same options give the same weights. Throws Fault INSUFFICIENT_DATA without a sample to
 * learn from or to validate on, INVALID_INPUT where samples do not fit the model.
 */
export async function fineTune(options: FineTuneOptions): Promise<FineTuneResult> {
  const { weights, learns, seed, batch = 64, patience = 10, from, signal, onEpoch } = options
  for (const [name, { count }] of Object.entries({ training: options.training, validation: options.validation })) {
    if (count === 0) throw new Fault('INSUFFICIENT_DATA', `there is no window for ${name}: give longer series`)
  }
  const stepsPerEpoch = Math.ceil(options.training.count / batch)
  const epochs = options.epochs ?? Math.max(5, Math.min(50, Math.round(2_000 / stepsPerEpoch)))
  const config = withHeadDropout(options.config, options.headDropout)
  const dropout = seededDropout(seed, batch * widest(config))
  const { model, training, validation, plain } = await prepared(options, config, dropout.drop)
  // One batch is done with when the next is asked for.
  const memory: BatchMemory = new Map()
  const batches = function* (epoch: number) {
    const order = shuffled(training.count, generator(seed + epoch))
    for (const piece of pieces(order, batch)) yield feedsOf(training, piece, memory)
  }
  const open = (state?: TrainingState) =>
    openTrainer({
      ...options,
      ...model,
      weights,
      optimiser: adamW(),
      learns: learnt[learns],
      feeds: dropout.feeds,
      shared: isMeanOverRows(options, config),
      ...(state && { state }),
    })
  const found = await chosenRate(options, async () => {
    const trainer = await open()
    const endless = (function* () {
      for (let epoch = -1; ; epoch--) yield* batches(epoch)
    })()
    return { step: (rate: number) => trainer.step(endless.next().value!, { rate }), close: trainer.close }
  })
  options.onPhase?.('opening')
  const trainer = await open(from?.state)
  const evaluator = await openEvaluator({ ...options, outputs: { loss: plain.loss }, parameters: plain.parameters })
  try {
    options.onPhase?.('training')
    const lossesOf = (of: Weights) =>
      blockLosses(blocksOf(validation), async block => (await evaluator.run(of, feedsOf(validation, block))).loss!)
    const result = await fit({
      ...(signal && { signal }),
      ...(options.onStep && { onStep: options.onStep }),
      ...(onEpoch && { onEpoch: (epoch, checkpoint) => onEpoch(epoch, { ...checkpoint, rate: found.rate }) }),
      trainer,
      epochs,
      patience,
      batches,
      from,
      schedule: oneCycle(found.rate, epochs * stepsPerEpoch),
      validate: async state => meanLoss(await lossesOf(state.weights)),
    })
    const chosen = result.ended === 'cancelled' ? null : await settled(weights, result.best.weights, lossesOf)
    return {
      ...result,
      ...found,
      checkpoint: { ...result.checkpoint, rate: found.rate },
      weights: chosen?.weights ?? result.best.weights,
      settled: chosen,
    }
  } finally {
    await trainer.close()
    await evaluator.close()
  }
}

/** What was not observed does not count, and a batch norm looks at the batch: neither is the mean of what its rows give. */
const isMeanOverRows = ({ training, validation }: FineTuneOptions, { norm }: TtmConfig): boolean =>
  norm === 'layer' && !masksOf(training, validation).futureMasked

/** The rate given, that of the run gone on with, or the one found on a trainer of its own. */
async function chosenRate(
  { from, rate = from?.rate, signal, onPhase }: FineTuneOptions,
  open: () => Promise<{ step(rate: number): Promise<number>; close(): Promise<void> }>,
): Promise<{ readonly rate: number; readonly trials: readonly RateTrial[] }> {
  if (rate !== undefined) return { rate, trials: [] }
  onPhase?.('searching')
  const trainer = await open()
  try {
    const { rate: found, trials } = await findRate(trainer.step, { signal })
    return { rate: found ?? usualRate, trials }
  } finally {
    await trainer.close()
  }
}

import type { SessionOptions } from '../../runtime/session.ts'
import type { SyntheticBatch } from '../../synthetic/windows.ts'
import { openEvaluator } from '../../training/evaluator.ts'
import { adamW } from '../../training/optimiser.ts'
import { generator } from '../../training/random.ts'
import { warmStableDecay } from '../../training/schedule.ts'
import { openTrainer, type TrainingState } from '../../training/trainer.ts'
import type { TtmConfig } from './config.ts'
import { initialWeights, ttmParameters } from './graph.ts'
import { ttmLoss } from './loss.ts'

export interface PretrainOptions extends SessionOptions {
  /** The shape to train; its dropout and its loss are not used. */
  readonly config: TtmConfig
  readonly seed: number
  /** Steps in all. A run that goes on from `state` may be given more than it was begun with, until the rate decays. */
  readonly steps: number
  /** The highest learning rate. */
  readonly rate: number
  /** The batch of a step, the first of which is 1: the same whenever it is asked for. */
  readonly batch: (step: number) => Promise<SyntheticBatch>
  /** What is never trained on; all of it is forecast when the training is judged. */
  readonly heldOut: SyntheticBatch
  /** Steps from one judgement to the next. */
  readonly judgeEvery: number
  readonly state?: TrainingState
  /** Ends the training between two steps. */
  readonly signal?: AbortSignal
  readonly onJudged?: (judged: Judged) => Promise<void>
}

export interface Judged {
  readonly state: TrainingState
  readonly rate: number
  /** Huber loss of the steps since the last judgement, each before it was learnt from. */
  readonly trainingLoss: number
  /** Huber loss of what is held out. */
  readonly heldOutLoss: number
}

/**
 * Errors beyond two standard deviations of the past count linearly, since some futures cannot be foreseen; nothing is
 * dropped, since no sample comes twice.
 */
const learning = (config: TtmConfig): TtmConfig => ({ ...config, loss: { kind: 'huber', delta: 2 } })

/** Trains all weights from scratch, each step on new samples; gives the last state. The same options give the same weights. */
export async function pretrain(options: PretrainOptions): Promise<TrainingState> {
  const { seed, steps, heldOut, judgeEvery, signal } = options
  const config = learning(options.config)
  const model = ttmLoss(config)
  const trainer = await openTrainer({
    ...options,
    ...model,
    weights: options.state?.weights ?? initialWeights(ttmParameters(config), generator(seed)),
    optimiser: adamW({ beta2: 0.99, weightDecay: 0.05 }),
    clip: 1,
    shared: true,
  })
  const evaluator = await openEvaluator({ ...options, outputs: { loss: model.loss }, parameters: model.parameters })
  const schedule = warmStableDecay(options.rate, steps)
  try {
    let total = 0
    let count = 0
    for (let step = (options.state?.step ?? 0) + 1; step <= steps && !signal?.aborted; step++) {
      const pace = schedule(step)
      total += await trainer.step(feedsOf(await options.batch(step), config), pace)
      count++
      if (step % judgeEvery !== 0 && step !== steps) continue
      const state = trainer.state()
      const { loss } = await evaluator.run(state.weights, feedsOf(heldOut, config))
      const heldOutLoss = loss!.values[0] as number
      await options.onJudged?.({ state, rate: pace.rate, trainingLoss: total / count, heldOutLoss })
      ;[total, count] = [0, 0]
    }
    return trainer.state()
  } finally {
    await trainer.close()
    await evaluator.close()
  }
}

const feedsOf = ({ past, future }: SyntheticBatch, { contextLength, predictionLength }: TtmConfig) => ({
  past_values: { values: past, shape: [past.length / contextLength, contextLength, 1] },
  future_values: { values: future, shape: [future.length / predictionLength, predictionLength, 1] },
})

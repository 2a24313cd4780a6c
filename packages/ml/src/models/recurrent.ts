import { Fault } from '@seriema/domain/fault'
import type { PointForecast, Window } from '../contract/forecaster.ts'
import type { OpenForecaster } from '../contract/forecaster-family.ts'
import { inOrder, type QuantileForecaster } from '../contract/quantiles.ts'
import { tooLong, windowLength } from '../contract/window.ts'
import type { Cell } from '../layers/recurrent.ts'
import { batched } from '../runtime/batch.ts'
import { type Feed, openSession, type SessionOptions } from '../runtime/session.ts'
import { stacked } from '../training/batches.ts'
import type { FitResult } from '../training/fit.ts'
import { checkedConfig, longestReach, type RecurrentConfig } from './recurrent/config.ts'
import { limited } from './recurrent/limited.ts'
import { encodeRecurrent } from './recurrent/network.ts'
import { dataOf, type Ratios, type Scale, type Splits, scalesOf, splitsOf, standardised } from './recurrent/series.ts'
import { type TrainOptions, trainRecurrent } from './recurrent/train.ts'

/** A trained network with the scales it was trained in. */
export interface RecurrentWeights {
  readonly config: RecurrentConfig
  readonly scales: readonly Scale[]
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** An LSTM or GRU, ready to forecast windows of as many channels as it was trained on: the first `predicted` of them. */
export interface LoadedRecurrent extends OpenForecaster, RecurrentWeights {
  readonly kind: Cell
  readonly longestHorizon: number
  /** Null where it learnt none. */
  readonly quantiles: QuantileForecaster | null
}

export interface FittedRecurrent extends LoadedRecurrent {
  readonly training: Omit<FitResult, 'best' | 'checkpoint'>
  /** Where the parts of the history lie; the last was looked at by nobody, and is there to judge by. */
  readonly splits: Splits
}

export interface RecurrentOptions extends TrainOptions, Partial<Ratios> {
  readonly cell: Cell
  /** The horizon that is made at once (direct), or 1 to feed each step back (recursive). Default 1. */
  readonly steps?: number
  /** Points looked at. Default 24. */
  readonly lookback?: number
  /** The first so many channels are forecast, the others only looked at; all by default. */
  readonly predicted?: number
  /** Default: one layer of 64 units. */
  readonly layers?: readonly { readonly units: number; readonly dropout?: number; readonly recurrentDropout?: number }[]
  /** Between the recurrent layers and the output. Default: none. */
  readonly dense?: RecurrentConfig['dense']
  /** Whether a window is looked at relative to its mean. By default, where it has more than one point. */
  readonly centred?: boolean
  /** Levels of quantiles to learn beside the mean. Default: none. */
  readonly quantiles?: readonly number[]
}

/**
 * Trains on the first part of the history, stops by the second, and leaves the last alone (`validation` and `test` are
 * the shares of the latter two, each 0.15 by default). Scales are those of the first part, and extremes are pulled in (see
 * `limited`). Deterministic on the CPU.
 * Throws Fault INSUFFICIENT_DATA where a part does not hold a window, INVALID_INPUT for a setting out of range.
 */
export async function fitRecurrent(history: Window, options: RecurrentOptions): Promise<FittedRecurrent> {
  const ratios = checkedRatios({ validation: options.validation ?? 0.15, test: options.test ?? 0.15 })
  const channels = history.channels.length
  const { cell, steps = 1, lookback = 24, predicted = channels, layers = [{ units: 64 }] } = options
  const { dense = [], centred = lookback > 1, quantiles = [] } = options
  const config = checkedConfig({
    cell,
    lookback,
    channels,
    predicted,
    steps,
    dense,
    centred,
    quantiles,
    layers: layers.map(layer => ({ dropout: 0, recurrentDropout: 0, ...layer })),
  })
  const splits = splitsOf(history, lookback + steps, ratios)
  const learnt = { ...history, channels: history.channels.map(values => limited(values, splits.heldOut)) }
  const scales = scalesOf(learnt, splits.trainable)
  const values = standardised(learnt, scales, windowLength(learnt))
  const { best, checkpoint: _, ...training } = await trainRecurrent(config, dataOf(values, splits), options)
  const loaded = await openRecurrent({ config, scales, weights: best.weights }, options)
  return { ...loaded, training, splits }
}

function checkedRatios(ratios: Ratios): Ratios {
  const { validation, test } = ratios
  if (validation >= 0 && test >= 0 && validation + test < 1) return ratios
  throw new Fault('INVALID_INPUT', 'validation and test are shares that leave something to learn from', { ...ratios })
}

/** Opens a network that was trained before. */
export async function openRecurrent(model: RecurrentWeights, options: SessionOptions = {}): Promise<LoadedRecurrent> {
  const { config, scales, weights } = model
  const { lookback, channels, predicted, steps } = config
  const session = await openSession(encodeRecurrent(config, weights), options)
  const levels = config.quantiles
  const run = batched<Float32Array, { readonly prediction: Float32Array; readonly quantiles: Float32Array }>(
    async pasts => {
      const { prediction, quantiles } = await session.run({ past_values: stacked(pasts, [lookback, channels]) })
      const part = (made: Feed | undefined, i: number, length: number) =>
        ((made?.values ?? new Float32Array()) as Float32Array).slice(i * length, (i + 1) * length)
      return pasts.map((_, i) => ({
        prediction: part(prediction, i, steps * predicted),
        quantiles: part(quantiles, i, levels.length * steps * predicted),
      }))
    },
    256,
  )
  const longestHorizon = predicted === channels ? longestReach : steps

  /** Fed back until it is long enough: [time, predicted] row by row. */
  const rolled = async (window: Window, horizon: number): Promise<Float32Array> => {
    let past = standardised(window, scales, lookback)
    const made = new Float32Array(Math.ceil(horizon / steps) * steps * predicted)
    for (let step = 0; step < horizon; step += steps) {
      if (step > 0) {
        const known = new Float32Array(past.length + steps * channels)
        known.set(past)
        known.set(made.subarray((step - steps) * channels, step * channels), past.length)
        past = known.subarray(steps * channels)
      }
      const [next] = await run([past])
      made.set(next!.prediction, step * predicted)
    }
    return made
  }
  return {
    ...model,
    kind: config.cell,
    lookback,
    longestHorizon,
    provider: session.provider,
    refused: session.refused,
    async forecast(windows, horizon) {
      if (horizon > longestHorizon) throw tooLong(config.cell, horizon, longestHorizon)
      return Promise.all(
        windows.map(async (window): Promise<PointForecast> => {
          const made = await rolled(window, horizon)
          return scales
            .slice(0, predicted)
            .map(({ mean, deviation }, c) =>
              Float64Array.from({ length: horizon }, (_, step) => made[step * predicted + c]! * deviation + mean),
            )
        }),
      )
    },
    quantiles:
      levels.length === 0
        ? null
        : {
            levels,
            longestHorizon: steps,
            async forecast(windows, horizon) {
              if (horizon > steps) throw tooLong(`a quantile of ${config.cell}`, horizon, steps)
              const made = await run(windows.map(window => standardised(window, scales, lookback)))
              return made.map(({ quantiles }) =>
                inOrder(predicted, levels.length, horizon, (channel, level, step) => {
                  const { mean, deviation } = scales[channel]!
                  return quantiles[(level * steps + step) * predicted + channel]! * deviation + mean
                }),
              )
            },
          },
    close: () => session.close(),
  }
}

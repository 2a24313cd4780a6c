import { Fault } from '@seriema/domain/fault'
import { servableTtm } from '../../artifacts/ttm.ts'
import { type FineTuneCheckpoint, fineTune, type Learns } from '../../models/ttm/fine-tune.ts'
import { frequencyToken } from '../../models/ttm/frequency.ts'
import { ttmParameters } from '../../models/ttm/graph.ts'
import { type SampledSeries, type Samples, windowSamples } from '../../models/ttm/samples.ts'
import { readFitCheckpoint, writeFitCheckpoint } from '../../training/checkpoint.ts'
import { contextOf } from '../kinds/ttm.ts'
import type { ChosenLookback, Material, Part } from '../material.ts'
import { type FitHooks, type FittedVersion, lossOf } from './fitted.ts'
import { beginning } from './ttm-start.ts'

export const ttmLookback: ChosenLookback = contextOf

/** A TinyTimeMixer, fine-tuned or from scratch, on the windows of all series. */
export async function fitTtmVersion(material: Material, hooks: FitHooks): Promise<FittedVersion> {
  const { settings, request, horizon, interval, lookback } = material
  const { config, weights, license } = await beginning(material, hooks)
  const parameters = ttmParameters(config)
  const epochs = settings.epochs as number
  const { onEpoch, signal, from, threads } = hooks
  const token = config.frequencies === null ? 0 : frequencyToken(Math.round(interval), config.frequencies)
  const samplesOf = (span: (part: Part) => readonly [number, number]): Samples => {
    const series = material.parts.flatMap(part => sampled(part, span(part), config.channels, token))
    return windowSamples(series, lookback, config.predictionLength)
  }
  const result = await fineTune({
    config,
    weights,
    training: samplesOf(({ trainable }) => [0, trainable]),
    validation: samplesOf(({ trainable, heldOut }) => [Math.max(0, trainable - lookback), heldOut]),
    learns: settings.learns as Learns,
    seed: request.seed,
    epochs,
    batch: settings.batch as number,
    patience: settings.patience as number,
    headDropout: settings.headDropout as number,
    providers: ['cpu'],
    ...(settings.rate !== null && { rate: settings.rate as number }),
    ...(threads !== undefined && { threads }),
    ...(signal && { signal }),
    ...(from && { from: readFitCheckpoint<Pick<FineTuneCheckpoint, 'rate'>>(from, parameters) }),
    ...(onEpoch && {
      onEpoch: (epoch, checkpoint) => onEpoch(lossOf(epoch), epochs, () => writeFitCheckpoint(checkpoint, parameters)),
    }),
  })
  signal?.throwIfAborted()
  if (result.ended === 'diverged' && result.bestEpoch === 0) {
    throw new Fault('INVALID_INPUT', `training diverged at a learning rate of ${result.rate}: choose a lower one`)
  }
  const unused = request.recipe.categories.length > 0 && config.decoder?.categories.length === 0
  return {
    servable: servableTtm(config, result.weights, {
      horizon,
      channels: request.channels.length,
      interval: Math.round(interval),
      categories: 'told',
    }),
    losses: result.epochs.map(lossOf),
    bestEpoch: result.bestEpoch,
    license,
    warnings: unused ? ['categories are only looked at where channels are mixed: switch that on'] : [],
  }
}

/** What of a series lies within a span: all channels together, or each a series of its own. */
function sampled(
  { scaled, tokens }: Part,
  [from, to]: readonly [number, number],
  channels: number,
  frequency: number,
): readonly SampledSeries[] {
  const together = channels === 1 ? scaled.map(channel => [channel]) : [scaled]
  return together.map(members => {
    const count = members.length
    const values = new Float32Array(Math.max(0, to - from) * count)
    members.forEach((channel, c) => {
      for (let t = from; t < to; t++) values[(t - from) * count + c] = channel[t]!
    })
    return { values, channels: count, frequency, categories: tokens }
  })
}

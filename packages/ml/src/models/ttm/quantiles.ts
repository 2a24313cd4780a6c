import { Fault } from '@seriema/domain/fault'
import type { Window } from '../../contract/forecaster.ts'
import { checkedLevels, inOrder, type QuantileForecast } from '../../contract/quantiles.ts'
import { normalQuantile } from '../../statistics/normal.ts'
import type { TtmConfig } from './config.ts'
import { quantileBlock } from './head.ts'
import { samplesOf } from './roll.ts'
import type { RunSamples } from './sample.ts'

/** A model and its weights. */
export interface TtmModel {
  readonly config: TtmConfig
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** How far apart untrained quantiles begin, in standard deviations of the past. */
const beginning = 0.5

/**
 * The model with quantiles beside its prediction, to be fine-tuned: each begins as the prediction, shifted as a normal
 * distribution's would be. What the model forecasts does not change. Throws Fault INVALID_INPUT for levels that do not
 * ascend within (0, 1), UNSUPPORTED_MODEL for a model that reconciles its channels.
 */
export function withQuantiles({ config, weights }: TtmModel, levels: readonly number[]): TtmModel {
  if (checkedLevels(levels) === null || levels.length === 0) {
    throw new Fault('INVALID_INPUT', `quantile levels ascend between 0 and 1, unlike [${levels}]`)
  }
  if (config.reconcile !== null) {
    throw new Fault('UNSUPPORTED_MODEL', 'a TinyTimeMixer that reconciles its channels forecasts no quantiles')
  }
  const repeated = (name: string, shift: (level: number) => number) => {
    const base = weights.get(`head.base_forecast_block.${name}`)!
    const values = new Float32Array(levels.length * base.length)
    levels.forEach((level, i) => {
      values.set(
        base.map(value => value + shift(level)),
        i * base.length,
      )
    })
    return [`head.${quantileBlock}.${name}`, values] as const
  }
  const added = [repeated('weight', () => 0), repeated('bias', level => beginning * normalQuantile(level))]
  return { config: { ...config, quantiles: levels }, weights: new Map([...weights, ...added]) }
}

/** The quantiles of each window, as far as the model sees at once. */
export async function quantileWindows(
  windows: readonly Window[],
  horizon: number,
  config: TtmConfig,
  run: RunSamples,
): Promise<readonly QuantileForecast[]> {
  const levels = config.quantiles.length
  const perWindow = windows.map(window => samplesOf(window, config))
  const outputs = await run(perWindow.flat())
  let taken = 0
  return perWindow.map(samples => {
    const own = samples.map((sample, s) => ({ sample, values: outputs[taken + s]!.quantiles! }))
    taken += samples.length
    return own.flatMap(({ sample, values }) => {
      const channels = sample.channels.length
      return inOrder(channels, levels, horizon, (channel, level, step) => {
        const { factor, location } = sample.channels[channel]!
        return values[(level * config.steps + step) * channels + channel]! * factor + location
      })
    })
  })
}

import type { ForecasterKind } from '@seriema/domain/forecast'
import type { LoadedForecaster, OpenForecaster } from '../../contract/forecaster-family.ts'
import type { QuantileForecaster } from '../../contract/quantiles.ts'
import { enoughHistory, tooLong } from '../../contract/window.ts'
import { batched } from '../../runtime/batch.ts'
import { openSession, type SessionOptions } from '../../runtime/session.ts'
import { readModel, writeModel } from '../../runtime/weights.ts'
import type { TtmConfig } from './config.ts'
import { ttmConfigJson } from './config-json.ts'
import { encodeTtmScaled, ttmParameters } from './graph.ts'
import { parseTtmConfig } from './parse-config.ts'
import { quantileWindows } from './quantiles.ts'
import { forecastWindows } from './roll.ts'
import { runSamples, type Sample, type SampleForecast } from './sample.ts'
import { longestRepeats, servedConfig } from './served.ts'
import { bindWeights } from './weights.ts'

export interface TtmOptions extends SessionOptions {
  /** Rows run together at most. More fill the processor better, and keep others waiting longer. Default 64. */
  readonly largestBatch?: number
  /** The series' static categories, one token each, for a model that has them. */
  readonly categories?: readonly number[]
}

/** A TinyTimeMixer with its weights, ready to forecast any series. */
export interface LoadedTtm extends OpenForecaster {
  readonly kind: 'ttm'
  readonly config: TtmConfig
  readonly longestHorizon: number
  /** Null where its weights forecast none. */
  readonly quantiles: QuantileForecaster | null
}

/**
 * Loads config.json and model.safetensors from a directory. Throws a Fault that says what is wrong with them: see
 * `readModel`, `parseTtmConfig` and `bindWeights`; UNSUPPORTED_MODEL also for one that needs more than a series' past.
 */
export async function loadTtm(directory: string, options: TtmOptions = {}): Promise<LoadedTtm> {
  const { config: json, weights } = await readModel(directory)
  const config = parseTtmConfig(json)
  return openTtm(config, bindWeights(ttmParameters(config), weights), options)
}

/** The same from weights in memory, by their names. */
export async function openTtm(
  config: TtmConfig,
  weights: ReadonlyMap<string, Float32Array>,
  { largestBatch = 64, categories = [], ...session }: TtmOptions = {},
): Promise<LoadedTtm> {
  const served = servedConfig(config, categories)
  const opened = await openSession(encodeTtmScaled(served, weights), session)
  const run = batched<Sample, SampleForecast>(samples => runSamples(opened, served, categories, samples), largestBatch)
  const longestHorizon = longestRepeats * config.steps
  return {
    kind: 'ttm',
    config,
    longestHorizon,
    lookback: config.contextLength,
    provider: opened.provider,
    refused: opened.refused,
    async forecast(windows, horizon) {
      if (horizon > longestHorizon) throw tooLong('ttm', horizon, longestHorizon)
      return forecastWindows(windows, horizon, served, run)
    },
    quantiles:
      config.quantiles.length === 0
        ? null
        : {
            levels: config.quantiles,
            longestHorizon: config.steps,
            async forecast(windows, horizon) {
              if (horizon > config.steps) throw tooLong('a quantile of ttm', horizon, config.steps)
              return quantileWindows(windows, horizon, served, run)
            },
          },
    close: () => opened.close(),
  }
}

/** Saves a model as the original does: `loadTtm` reads it, and so does IBM's own code. */
export async function saveTtm(
  directory: string,
  config: TtmConfig,
  weights: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  const tensors = ttmParameters(config).map(({ name, shape }) => {
    const values = weights.get(name)
    if (values === undefined) throw new Error(`there are no weights for ${name}`)
    return [name, { shape, values }] as const
  })
  await writeModel(directory, ttmConfigJson(config), new Map(tensors))
}

/** As a member of the family, under the kind's own name. */
export function ttmForecaster(loaded: LoadedTtm, kind: ForecasterKind): LoadedForecaster {
  const { longestHorizon, lookback, config, provider, refused, forecast, close } = loaded
  const forecaster: LoadedForecaster = {
    kind,
    summary: `TinyTimeMixer ${config.contextLength} → ${config.steps}`,
    longestHorizon,
    provider,
    refused,
    close,
    pointsNeeded: () => lookback,
    async fit(history, { horizon, season }) {
      enoughHistory(forecaster, history, horizon, season)
      return { kind, lookback, forecast }
    },
  }
  return forecaster
}

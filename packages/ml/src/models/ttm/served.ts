import { Fault } from '@seriema/domain/fault'
import { channelsAreIndependent, type TtmConfig } from './config.ts'

/** A forecast may be fed back to reach this many times the model's own length: beyond that errors only add up. */
export const longestRepeats = 4

/**
 * The configuration as a series is forecast with it: where channels are independent, each is a sample of its own, and a
 * series may have any number of them. Throws Fault UNSUPPORTED_MODEL for a model that needs more than a series' past.
 */
export function servedConfig(config: TtmConfig, categories: readonly number[]): TtmConfig {
  const unsupported = (reason: string) => new Fault('UNSUPPORTED_MODEL', `this TinyTimeMixer ${reason}`)
  if (config.reconcile !== null && config.exogenous.length > 0) {
    throw unsupported('needs the future of its exogenous channels, which a series does not have')
  }
  const vocabularies = config.decoder?.categories ?? []
  const known = categories.length === vocabularies.length && categories.every((token, i) => token < vocabularies[i]!)
  if (!known) {
    throw unsupported(`takes ${vocabularies.length} static categories of [${vocabularies}] values, not [${categories}]`)
  }
  if (channelsAreIndependent(config)) return { ...config, channels: 1, predicted: [0], exogenous: [] }
  if (config.predicted.length === config.channels) return config
  throw unsupported(`forecasts ${config.predicted.length} of its ${config.channels} channels only`)
}

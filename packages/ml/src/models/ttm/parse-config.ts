import { Fault } from '@seriema/domain/fault'
import { checkedLevels } from '../../contract/quantiles.ts'
import type { Loss } from '../../layers/loss.ts'
import { levelFactor, patchCount, type TtmConfig } from './config.ts'
import { checkOptions } from './options.ts'

/**
 * Reads config.json, with the original's defaults for what it leaves out. Throws Fault UNSUPPORTED_MODEL naming an
 * option that is not known here, INVALID_WEIGHTS naming one whose value makes no sense.
 */
export function parseTtmConfig(json: Readonly<Record<string, unknown>>): TtmConfig {
  checkOptions(json)
  const { count, integer, number, flag, list } = reader(json)
  const channels = count('num_input_channels', 1)
  const exogenous = list('exogenous_channel_indices', channels) ?? []
  const all = Array.from({ length: channels }, (_, i) => i)
  const predicted = list('prediction_channel_indices', channels) ?? all.filter(i => !exogenous.includes(i))
  const predictionLength = count('prediction_length', 16)
  const dropout = number('dropout', 0.2)
  const headDropout = number('head_dropout', 0.2)
  const config: TtmConfig = {
    contextLength: count('context_length', 64),
    predictionLength,
    patchLength: count('patch_length', 8),
    patchStride: count('patch_stride', 8),
    channels,
    scaling: scalingOf(json.scaling),
    positions: flag('use_positional_encoding', false),
    frequencies: flag('resolution_prefix_tuning', false) ? count('frequency_token_vocab_size', 5) : null,
    expansion: count('expansion_factor', 2),
    gated: flag('gated_attn', true),
    norm: String(json.norm_mlp ?? 'LayerNorm')
      .toLowerCase()
      .includes('batch')
      ? 'batch'
      : 'layer',
    epsilon: number('norm_eps', 1e-5),
    encoder: {
      width: count('d_model', 16),
      layers: count('num_layers', 3),
      levels: integer('adaptive_patching_levels', 0),
      mixChannels: json.mode === 'mix_channel',
      dropout,
    },
    decoder: flag('use_decoder', true)
      ? {
          width: count('decoder_d_model', 8),
          layers: count('decoder_num_layers', 8),
          levels: integer('decoder_adaptive_patching_levels', 0),
          mixChannels: json.decoder_mode === 'mix_channel',
          dropout: headDropout,
          rawResidual: flag('decoder_raw_residual', false),
          categories: vocabularies(json.categorical_vocab_size_list),
        }
      : null,
    headDropout,
    predicted,
    exogenous,
    steps: json.prediction_filter_length == null ? predictionLength : count('prediction_filter_length', 1),
    reconcile: flag('enable_forecast_channel_mixing', false)
      ? {
          context: count('fcm_context_length', 1),
          mixerLayers: flag('fcm_use_mixer', false) ? count('fcm_mix_layers', 2) : null,
          gated: flag('fcm_gated_attn', true),
          past: flag('fcm_prepend_past', true),
        }
      : null,
    loss: lossOf(json, number),
    quantiles: quantilesOf(json.forecast_quantiles),
  }
  checkTogether(config, json)
  return config
}

const wrong = (message: string) => new Fault('INVALID_WEIGHTS', `config.json: ${message}`)

const scalingOf = (value: unknown): TtmConfig['scaling'] =>
  value === 'mean' ? 'mean' : value === undefined || value === true || value === 'std' ? 'std' : 'none'

const lossOf = (json: Readonly<Record<string, unknown>>, number: (name: string, otherwise: number) => number): Loss => {
  const kind = json.loss ?? 'mse'
  if (kind === 'pinball') return { kind, quantile: number('quantile', 0.5) }
  if (kind === 'huber') return { kind, delta: number('huber_delta', 1) }
  return { kind: kind === 'mae' ? 'mae' : 'mse' }
}

const quantilesOf = (value: unknown): readonly number[] => {
  if (value == null) return []
  const levels = Array.isArray(value) ? checkedLevels(value) : null
  if (levels === null) throw wrong('forecast_quantiles is not an ascending list of levels between 0 and 1')
  return levels
}

const vocabularies = (value: unknown): readonly number[] => {
  if (value == null) return []
  if (!Array.isArray(value) || !value.every(size => Number.isSafeInteger(size) && size > 0)) {
    throw wrong('categorical_vocab_size_list is not a list of sizes')
  }
  return value as number[]
}

/** Values that make sense one by one may not fit each other. */
function checkTogether(config: TtmConfig, json: Readonly<Record<string, unknown>>): void {
  const { contextLength, patchLength, decoder, encoder, predicted, exogenous, steps, predictionLength } = config
  if (contextLength < patchLength) throw wrong(`context_length ${contextLength} is shorter than one patch`)
  if (steps > predictionLength) throw wrong(`prediction_filter_length ${steps} exceeds prediction_length`)
  if (predicted.length === 0) throw wrong('no channel is left to be forecast')
  if (predicted.some(i => exogenous.includes(i))) throw wrong('a channel is both forecast and exogenous')
  if (decoder && decoder.categories.length > 0 && !decoder.mixChannels) {
    throw wrong('categorical_vocab_size_list needs decoder_mode mix_channel')
  }
  if (config.quantiles.length > 0 && config.reconcile !== null) {
    throw wrong('forecast_quantiles does not go with enable_forecast_channel_mixing')
  }
  if (config.positions && encoder.width % 2 !== 0) throw wrong('use_positional_encoding needs an even d_model')
  for (const { width, levels } of decoder ? [encoder, decoder] : [encoder]) {
    for (let level = 0; level < levels; level++) {
      if (width % levelFactor(width, level) !== 0) throw wrong(`width ${width} is not divisible by ${2 ** level}`)
    }
  }
  const patches = json.num_patches
  if (patches != null && patches !== patchCount(config)) {
    throw wrong(`num_patches is ${String(patches)} where its lengths make ${patchCount(config)}`)
  }
}

function reader(json: Readonly<Record<string, unknown>>) {
  const number = (name: string, otherwise: number): number => {
    const value = json[name] ?? otherwise
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(`${name} is not a number ≥ 0`)
    return value
  }
  const integer = (name: string, otherwise: number): number => {
    const value = number(name, otherwise)
    if (!Number.isSafeInteger(value) || value > 1e6) throw wrong(`${name} is ${value}, not a whole number up to 1e6`)
    return value
  }
  const count = (name: string, otherwise: number): number => {
    const value = integer(name, otherwise)
    if (value === 0) throw wrong(`${name} is 0`)
    return value
  }
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = json[name] ?? otherwise
    if (typeof value !== 'boolean') throw wrong(`${name} is neither true nor false`)
    return value
  }
  const list = (name: string, channels: number): number[] | null => {
    const value = json[name]
    if (value == null) return null
    const inside = (i: unknown) => Number.isSafeInteger(i) && (i as number) >= 0 && (i as number) < channels
    if (!Array.isArray(value) || !value.every(inside) || new Set(value).size !== value.length) {
      throw wrong(`${name} is not a list of channels, each once, from 0 to ${channels - 1}`)
    }
    return [...(value as number[])].sort((a, b) => a - b)
  }
  return { number, integer, count, flag, list }
}

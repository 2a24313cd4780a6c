import { Fault } from '@seriema/domain/fault'
import { invalidSettings } from '@seriema/domain/setting'
import { baseDirectory } from '../../models/base.ts'
import type { TtmConfig } from '../../models/ttm/config.ts'
import { initialWeights, ttmParameters } from '../../models/ttm/graph.ts'
import { parseTtmConfig } from '../../models/ttm/parse-config.ts'
import { longestRepeats } from '../../models/ttm/served.ts'
import { sizesOf } from '../../recipe/categories.ts'
import type { Safetensors } from '../../runtime/safetensors.ts'
import { readModel } from '../../runtime/weights.ts'
import { generator } from '../../training/random.ts'
import type { Material } from '../material.ts'
import type { FitHooks } from './fitted.ts'

/** What a training begins with. */
export interface TtmStart {
  readonly config: TtmConfig
  readonly weights: Map<string, Float32Array>
  /** Of the weights it begins with; null from scratch. */
  readonly license: string | null
}

/** Both our own weights and IBM's are published under it. */
const published = 'Apache-2.0'

/**
 * The shape and first weights of the settings. From pretrained weights every tensor that fits is taken; what mixing
 * channels and categories adds is drawn by the seed, as all is from scratch. Throws Fault INVALID_SETTINGS for a context or
 * horizon the weights cannot have, MODEL_NOT_FOUND where IBM's are not there.
 */
export async function beginning(material: Material, { ibm }: Pick<FitHooks, 'ibm'>): Promise<TtmStart> {
  const { settings, request } = material
  const mixed = mixing(material)
  if (settings.start === 'none') {
    const config = scratch(material, mixed)
    return { config, weights: initialWeights(ttmParameters(config), generator(request.seed)), license: null }
  }
  const directory = settings.start === 'base' ? baseDirectory : ibm
  if (directory === undefined) {
    throw new Fault(
      'MODEL_NOT_FOUND',
      'IBM’s weights are not here: set SERIEMA_TTM_DIR to their folder, or start from the base model',
    )
  }
  const file = await readModel(directory)
  const config = adapted(file.config, material, mixed)
  const drawn = initialWeights(ttmParameters(config), generator(request.seed))
  const weights = new Map(
    ttmParameters(config).map(({ name, shape }) => [name, taken(file.weights, name, shape) ?? drawn.get(name)!]),
  )
  return { config, weights, license: published }
}

/** What differs where channels are mixed; categories are told as further channels. */
function mixing({ settings, request, learnt }: Material): Readonly<Record<string, unknown>> {
  if (settings.mixChannels !== true) return {}
  const sizes = sizesOf(learnt.vocabularies)
  return {
    num_input_channels: request.channels.length,
    decoder_mode: 'mix_channel',
    ...(sizes.length > 0 && { categorical_vocab_size_list: sizes }),
  }
}

function scratch({ settings, lookback, horizon }: Material, mixed: Readonly<Record<string, unknown>>): TtmConfig {
  const [patch, width] = [patchOf(lookback), settings.width as number]
  return parseTtmConfig({
    context_length: lookback,
    prediction_length: horizon,
    patch_length: patch,
    patch_stride: patch,
    d_model: width,
    num_layers: settings.layers,
    adaptive_patching_levels: width % 4 === 0 ? 3 : 0,
    decoder_d_model: width,
    decoder_num_layers: settings.layers,
    dropout: settings.headDropout,
    head_dropout: settings.headDropout,
    ...mixed,
  })
}

/** Patches that a context is cut into, about. */
const [fewestPatches, usualPatches, mostPatches] = [6, 12, 16]

/** The patch length that divides a context into about a dozen patches; where none does, one that leaves little over. */
export function patchOf(context: number): number {
  const wanted = context / usualPatches
  const whole = Array.from({ length: context }, (_, i) => i + 1).filter(
    length => context % length === 0 && context / length >= fewestPatches && context / length <= mostPatches,
  )
  const nearest = whole.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0]
  return nearest ?? Math.max(1, Math.round(wanted))
}

function adapted(
  json: Readonly<Record<string, unknown>>,
  { lookback, horizon }: Material,
  mixed: Readonly<Record<string, unknown>>,
): TtmConfig {
  const own = parseTtmConfig(json)
  const longest = 'categorical_vocab_size_list' in mixed ? own.predictionLength : longestRepeats * own.predictionLength
  const problems = [
    ...(lookback === own.contextLength
      ? []
      : [{ path: 'context', problem: `is ${own.contextLength} with these weights: start from nothing for another` }]),
    ...(horizon <= longest
      ? []
      : [{ path: 'horizon', problem: `is at most ${longest} with these weights: start from nothing for more` }]),
  ]
  if (problems.length > 0) throw invalidSettings(problems)
  const { prediction_filter_length: _, ...rest } = json
  return parseTtmConfig({ ...rest, prediction_length: Math.min(horizon, own.predictionLength), ...mixed })
}

/** A tensor of the file where it is of this shape; of the head the first steps. */
function taken(file: Safetensors, name: string, shape: readonly number[]): Float32Array | null {
  const tensor = file.tensors.get(name)
  if (tensor === undefined || tensor.shape.length !== shape.length) return null
  const cropped = name.startsWith('head.base_forecast_block.') && tensor.shape[0]! >= shape[0]!
  if (!tensor.shape.every((length, i) => length === shape[i] || (i === 0 && cropped))) return null
  return tensor.floats().slice(
    0,
    shape.reduce((product, length) => product * length, 1),
  )
}

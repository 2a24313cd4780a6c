import { reshape } from '../../graph/ops/shape.ts'
import { slice } from '../../graph/ops/slice.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Scope } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { decode } from './decoder.ts'
import { forecastHead, pick, reconcile } from './head.ts'
import { embedPatches, patches } from './patch.ts'
import { type Scaled, scale, unscale } from './scale.ts'
import { mixerStack } from './stack.ts'

/** What a forecast is made from. */
export interface TtmInputs {
  /** [batch, context length, channels]. */
  readonly past: Tensor
  /** As `past`, bool: which values were observed. All of them where it is null. */
  readonly observed: Tensor | null
  /** [batch] int64: the token of each sample's sampling frequency; for a model with a frequency prefix. */
  readonly frequency: Tensor | null
  /** [batch, categories] int64; for a model with static categories. */
  readonly categories: Tensor | null
  /** [batch, prediction length, channels], of which only the exogenous channels are looked at. */
  readonly future: Tensor | null
}

/** What the backbone, or the decoder after it, hands on: all that the rest needs of the past. */
export interface Encoded {
  /** [patches, batch, channels, width]. */
  readonly features: Tensor
  /** [patches, batch, channels, patch length], scaled, without a frequency prefix. */
  readonly patches: Tensor
  /** What undoes the scaling. */
  readonly scale: Scaled['scale']
  /** The past as it was given. */
  readonly past: Tensor
}

/** What comes out, in the units of the past. */
export interface TtmOutput {
  /** [batch, steps, predicted channels]. */
  readonly prediction: Tensor
  /** [batch, quantile levels, steps, predicted channels], not sorted; null for a model without quantiles. */
  readonly quantiles: Tensor | null
}

/** TinyTimeMixer. */
export const ttm = (scope: Scope, config: TtmConfig, inputs: TtmInputs): TtmOutput =>
  ttmDecode(scope, config, ttmEncode(scope, config, inputs), inputs)

/** Scaling and the backbone. */
export function ttmEncode(scope: Scope, config: TtmConfig, inputs: TtmInputs): Encoded {
  const { values, scale: undo } = scale(inputs.past, inputs.observed, config.scaling)
  return { ...encodeScaled(scope, config, values, inputs), scale: undo, past: inputs.past }
}

/** The decoder, the head, and back to the units of the past. */
export const ttmDecode = (scope: Scope, config: TtmConfig, encoded: Encoded, inputs: TtmInputs): TtmOutput =>
  ttmHead(scope, config, ttmDecoded(scope, config, encoded, inputs), inputs)

/** The decoder: the same with features of its own width. */
export const ttmDecoded = (scope: Scope, config: TtmConfig, encoded: Encoded, inputs: TtmInputs): Encoded => ({
  ...encoded,
  features: decode(scope.within('decoder'), encoded.features, encoded.patches, config, inputs.categories),
})

/** The head, and back to the units of the past. */
export function ttmHead(scope: Scope, config: TtmConfig, decoded: Encoded, inputs: TtmInputs): TtmOutput {
  const { features, scale, past } = decoded
  const head = scope.within('head')
  const { forecast, quantiles } = forecastHead(head, features, config)
  const reconciled = reconcile(head.within('fcm_block'), forecast, past, inputs.future, config)
  const picked = (x: Tensor) => pick(x, 2, config.predicted)
  const single = (x: Tensor) => reshape(picked(x), [x.shape[0] ?? 1, 1, 1, config.predicted.length])
  return { prediction: unscale(reconciled, scale, picked), quantiles: quantiles && unscale(quantiles, scale, single) }
}

/** The same between scaling and unscaling: `inputs.past` is scaled already; `raw` is what it was before. */
export const ttmScaled = (scope: Scope, config: TtmConfig, inputs: TtmInputs, raw: Tensor): TtmOutput =>
  ttmDecode(scope, config, { ...encodeScaled(scope, config, inputs.past, inputs), scale: null, past: raw }, inputs)

function encodeScaled(scope: Scope, config: TtmConfig, values: Tensor, inputs: TtmInputs) {
  const at = scope.within('backbone').within('encoder')
  const cut = patches(values, config)
  const embedded = embedPatches(at, cut, config, inputs.frequency)
  return { features: mixerStack(at.within('mlp_mixer_encoder'), embedded, config.encoder, config), patches: cut }
}

/** What a prediction is compared with: the predicted channels and steps of [batch, prediction length, channels]. */
export const ttmTarget = (future: Tensor, { steps, predicted }: TtmConfig): Tensor =>
  pick(slice(future, 1, 0, steps), 2, predicted)

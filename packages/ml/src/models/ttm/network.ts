import { slice } from '../../graph/ops/slice.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Scope } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { decode } from './decoder.ts'
import { forecastHead, pick, reconcile } from './head.ts'
import { embedPatches, patches } from './patch.ts'
import { scale, unscale } from './scale.ts'
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

/** TinyTimeMixer: [batch, steps, predicted channels], in the units of the past. */
export function ttm(scope: Scope, config: TtmConfig, inputs: TtmInputs): Tensor {
  const { values, scale: undo } = scale(inputs.past, inputs.observed, config.scaling)
  const y = ttmScaled(scope, config, { ...inputs, past: values }, inputs.past)
  return unscale(y, undo, x => pick(x, 2, config.predicted))
}

/** The same between scaling and unscaling: `past` is scaled already; `raw` is what it was before. */
export function ttmScaled(scope: Scope, config: TtmConfig, inputs: TtmInputs, raw: Tensor): Tensor {
  const backbone = scope.within('backbone').within('encoder')
  const cut = patches(inputs.past, config)
  const embedded = embedPatches(backbone, cut, config, inputs.frequency)
  const encoded = mixerStack(backbone.within('mlp_mixer_encoder'), embedded, config.encoder, config)
  const decoded = decode(scope.within('decoder'), encoded, cut, config, inputs.categories)
  const head = scope.within('head')
  const forecast = forecastHead(head, decoded, config)
  return reconcile(head.within('fcm_block'), forecast, raw, inputs.future, config)
}

/** What a prediction is compared with: the predicted channels and steps of [batch, prediction length, channels]. */
export const ttmTarget = (future: Tensor, { steps, predicted }: TtmConfig): Tensor =>
  pick(slice(future, 1, 0, steps), 2, predicted)

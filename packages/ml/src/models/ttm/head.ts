import { add } from '../../graph/ops/elementwise.ts'
import { select } from '../../graph/ops/gather.ts'
import { pad, reshape, transpose } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { fixed } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { dense, denseParams } from '../../layers/dense.ts'
import { gate, gateParams } from '../../layers/gate.ts'
import { mixer, mixerParams } from '../../layers/mixer.ts'
import type { Scope } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'

/** Where the quantiles' weights are, in the head. */
export const quantileBlock = 'quantile_forecast_block'

/** Some channels of an axis, in the order given; all of them in theirs without a copy. */
export const pick = (x: Tensor, axis: number, channels: readonly number[]): Tensor =>
  channels.length === x.shape[axis] && channels.every((channel, i) => channel === i) ? x : select(x, axis, channels)

/**
 * [patches, batch, channels, width] to a forecast of [batch, steps, predicted channels], still scaled. Quantiles, a linear
 * map of their own beside it, are [batch, levels, steps, predicted channels].
 */
export function forecastHead(
  scope: Scope,
  x: Tensor,
  config: TtmConfig,
): { readonly forecast: Tensor; readonly quantiles: Tensor | null } {
  const { predictionLength, steps, headDropout } = config
  const levels = config.quantiles.length
  const [patches, width] = [fixed(x.shape, 0), fixed(x.shape, 3)]
  const chosen = transpose(pick(x, 2, predictedOf(x, config)), [1, 2, 0, 3])
  const [batch = 1, channels = 1] = chosen.shape
  const flat = scope.dropout(reshape(chosen, [batch, channels, patches * width]), headDropout)
  const linear = (name: string, outputs: number) =>
    dense(flat, denseParams(scope.within(name), patches * width, outputs))
  const forecast = transpose(slice(linear('base_forecast_block', predictionLength), 2, 0, steps), [0, 2, 1])
  if (levels === 0) return { forecast, quantiles: null }
  const all = reshape(linear(quantileBlock, levels * predictionLength), [batch, channels, levels, predictionLength])
  return { forecast, quantiles: transpose(slice(all, 3, 0, steps), [0, 2, 3, 1]) }
}

/** A model whose channels are independent may be built for fewer than it was trained with: then all are forecast. */
const predictedOf = (x: Tensor, { channels, predicted }: TtmConfig): readonly number[] =>
  fixed(x.shape, 2) === channels ? predicted : Array.from({ length: fixed(x.shape, 2) }, (_, i) => i)

/**
 * Reconciles the channels' forecasts: every step sees all channels, known future ones included, in a window of
 * neighbouring steps. `forecast` is scaled; `past` [batch, time, channels] and `future` [batch, steps, channels] are not.
 */
export function reconcile(
  scope: Scope,
  forecast: Tensor,
  past: Tensor,
  future: Tensor | null,
  config: TtmConfig,
): Tensor {
  const { reconcile: block, predicted, exogenous, steps } = config
  if (block === null) return forecast
  if (exogenous.length > 0 && future === null) throw new Error('a model with exogenous channels takes their future')
  const known = future === null || exogenous.length === 0 ? [] : [pick(slice(future, 1, 0, steps), 2, exogenous)]
  const base = concat([forecast, ...known], 2)
  const k = block.context
  const before = slice(past, 1, fixed(past.shape, 1) - k, fixed(past.shape, 1))
  const extended = block.past
    ? pad(concat([pick(before, 2, [...predicted, ...exogenous]), base], 1), 1, 0, k)
    : pad(base, 1, k, k)
  const width = 2 * k + 1
  const channels = predicted.length + exogenous.length
  const batch = base.shape[0] ?? 1
  const windows = concat(
    Array.from({ length: width }, (_, i) => reshape(slice(extended, 1, i, i + steps), [batch, steps, channels, 1])),
    3,
  )
  const mixed = block.mixerLayers === null ? windows : mixWindows(scope, windows, block.mixerLayers, config)
  const features = channels * fixed(mixed.shape, 3)
  const gated = gate(
    reshape(mixed, [batch, steps, features]),
    gateParams(scope.within('fcm_gating_block'), features, block.gated),
  )
  return add(dense(gated, denseParams(scope.within('mlp'), features, predicted.length)), forecast)
}

/** Mixer layers that take the channels for patches and the steps for channels. */
function mixWindows(scope: Scope, windows: Tensor, layers: number, config: TtmConfig): Tensor {
  const [channels, width] = [fixed(windows.shape, 2), fixed(windows.shape, 3)]
  const embedded = dense(windows, denseParams(scope.within('fcm_embedding'), width, 2 * width))
  const shape = {
    patches: channels,
    width: 2 * width,
    channels: null,
    expansion: config.expansion,
    gated: config.reconcile?.gated ?? false,
    norm: config.norm,
    epsilon: config.epsilon,
    dropout: config.headDropout,
  }
  let mixed = transpose(embedded, [2, 0, 1, 3])
  for (let l = 0; l < layers; l++) {
    mixed = mixer(mixed, mixerParams(scope.within('exog_mixer.mixers').within(`${l}`), shape))
  }
  return transpose(mixed, [1, 2, 0, 3])
}

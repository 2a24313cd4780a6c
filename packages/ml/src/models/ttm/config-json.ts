import { patchCount, type TtmConfig } from './config.ts'

/**
 * The config.json that describes a model, in the names of the original: `parseTtmConfig` gives the same back.
 * `forecast_quantiles` is an addition, written only for a model that has them.
 */
export function ttmConfigJson(config: TtmConfig): Readonly<Record<string, unknown>> {
  const { encoder, decoder, reconcile, loss } = config
  const mode = (mixed: boolean | undefined) => (mixed ? 'mix_channel' : 'common_channel')
  const all = config.predicted.length === config.channels
  return {
    architectures: ['TinyTimeMixerForPrediction'],
    model_type: 'tinytimemixer',
    context_length: config.contextLength,
    prediction_length: config.predictionLength,
    patch_length: config.patchLength,
    patch_stride: config.patchStride,
    num_patches: patchCount(config),
    num_input_channels: config.channels,
    scaling: config.scaling === 'none' ? null : config.scaling,
    use_positional_encoding: config.positions,
    positional_encoding_type: 'sincos',
    resolution_prefix_tuning: config.frequencies !== null,
    ...(config.frequencies !== null && { frequency_token_vocab_size: config.frequencies }),
    expansion_factor: config.expansion,
    gated_attn: config.gated,
    norm_mlp: config.norm === 'batch' ? 'BatchNorm' : 'LayerNorm',
    norm_eps: config.epsilon,
    self_attn: false,
    mode: mode(encoder.mixChannels),
    d_model: encoder.width,
    num_layers: encoder.layers,
    adaptive_patching_levels: encoder.levels,
    dropout: encoder.dropout,
    head_dropout: config.headDropout,
    use_decoder: decoder !== null,
    ...(decoder && {
      decoder_mode: mode(decoder.mixChannels),
      decoder_d_model: decoder.width,
      decoder_num_layers: decoder.layers,
      decoder_adaptive_patching_levels: decoder.levels,
      decoder_raw_residual: decoder.rawResidual,
      categorical_vocab_size_list: decoder.categories.length > 0 ? decoder.categories : null,
    }),
    prediction_channel_indices: all ? null : config.predicted,
    exogenous_channel_indices: config.exogenous.length > 0 ? config.exogenous : null,
    prediction_filter_length: config.steps === config.predictionLength ? null : config.steps,
    enable_forecast_channel_mixing: reconcile !== null,
    ...(reconcile && {
      fcm_context_length: reconcile.context,
      fcm_use_mixer: reconcile.mixerLayers !== null,
      ...(reconcile.mixerLayers !== null && { fcm_mix_layers: reconcile.mixerLayers }),
      fcm_gated_attn: reconcile.gated,
      fcm_prepend_past: reconcile.past,
    }),
    loss: loss.kind,
    ...(loss.kind === 'pinball' && { quantile: loss.quantile }),
    ...(loss.kind === 'huber' && { huber_delta: loss.delta }),
    ...(config.quantiles.length > 0 && { forecast_quantiles: config.quantiles }),
  }
}

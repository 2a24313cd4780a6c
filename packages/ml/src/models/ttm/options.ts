import { Fault } from '@seriema/domain/fault'

type Accept = (value: unknown) => boolean
const off: Accept = value => value == null || value === false || value === 0
const oneOf =
  (...values: readonly unknown[]): Accept =>
  value =>
    values.includes(value)
const anything: Accept = () => true
const every = (accept: Accept, names: string): [string, Accept][] => names.split(' ').map(name => [name, accept])

/**
 * Every option a config.json may hold, and the values of it that are understood. What is read by `parseTtmConfig` has
 * its own checks there; what only acts through an option that is refused may have any value.
 */
const known = new Map<string, Accept>([
  ...every(
    anything,
    'context_length prediction_length patch_length patch_stride num_patches d_model num_layers expansion_factor ' +
      'dropout head_dropout norm_eps adaptive_patching_levels num_input_channels gated_attn use_decoder ' +
      'decoder_d_model decoder_num_layers decoder_adaptive_patching_levels decoder_raw_residual ' +
      'use_positional_encoding resolution_prefix_tuning frequency_token_vocab_size categorical_vocab_size_list ' +
      'prediction_channel_indices exogenous_channel_indices prediction_filter_length quantile huber_delta ' +
      'enable_forecast_channel_mixing fcm_context_length fcm_use_mixer fcm_mix_layers fcm_gated_attn fcm_prepend_past ' +
      'forecast_quantiles',
  ),
  ['mode', oneOf(undefined, 'common_channel', 'mix_channel')],
  ['decoder_mode', oneOf(undefined, 'common_channel', 'mix_channel')],
  ['norm_mlp', value => value === undefined || (typeof value === 'string' && /^(layer|batch)_?norm$/i.test(value))],
  ['scaling', oneOf(undefined, null, true, false, 'std', 'mean', 'none')],
  ['loss', oneOf(undefined, null, 'mse', 'mae', 'pinball', 'huber')],
  ['positional_encoding_type', oneOf(undefined, null, 'sincos')],
  ['gate_mode', oneOf(undefined, null, 'softmax')],
  ['model_type', anything],
  ...every(
    off,
    'self_attn masked_context_length fcm_prepend_past_offset multi_scale register_tokens fft_length ' +
      'multi_quantile_head decompose enable_base_norm_always use_register_context_gating residual_context_length',
  ),
  // Only through one of the above, at initialisation, or for the framework that wrote the file.
  ...every(
    anything,
    'self_attn_heads distribution_output num_parallel_samples d_model_scale decoder_d_model_scale patch_last ' +
      'stride_ratio init_std init_linear init_embed init_processing post_init mask_value gate_groups light_mode ' +
      'use_fft_embedding point_extra_weight forecast_loss_type trend_loss_weight residual_loss_weight ' +
      'joint_loss_weight trend_patch_length trend_patch_stride trend_d_model trend_decoder_d_model ' +
      'trend_num_layers trend_decoder_num_layers trend_register_tokens trend_fft_length trend_multi_scale ' +
      'trend_adaptive_patching_levels trend_head_d_model mq_hidden mq_kernel_size mq_eps mq_use_decoder_pool ' +
      'mq_q50_type mq_cond_path mq_cond_mode mq_decoder_d_model mq_use_positional combine_quantiles_via_variance ' +
      'quantile_levels penalize_large_width_ratio width_penalty_mode architectures torch_dtype dtype ' +
      'transformers_version _name_or_path return_dict output_hidden_states id2label label2id',
  ),
])

/**
 * Throws Fault UNSUPPORTED_MODEL for a model of another type, else naming every option, or value of one, that would be
 * ignored otherwise.
 */
export function checkOptions(json: Readonly<Record<string, unknown>>): void {
  const type = json.model_type ?? 'tinytimemixer'
  if (type !== 'tinytimemixer') {
    const words = `config.json says model_type = ${JSON.stringify(type)}; what is loaded here is a TinyTimeMixer`
    throw new Fault('UNSUPPORTED_MODEL', `${words} ("tinytimemixer")`, { options: [`model_type = ${type}`] })
  }
  const refused = Object.entries(json)
    .filter(([name, value]) => !(known.get(name)?.(value) ?? false))
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  if (refused.length > 0) {
    throw new Fault('UNSUPPORTED_MODEL', `this TinyTimeMixer uses what is not supported: ${refused.join(', ')}`, {
      options: refused,
    })
  }
}

import { parseTtmConfig } from './parse-config.ts'

/** The shape IBM published as granite-timeseries-ttm-r2, 512 → 96 (Ekambaram et al., 2024): 805,280 parameters. */
export const publishedShape = parseTtmConfig({
  model_type: 'tinytimemixer',
  context_length: 512,
  prediction_length: 96,
  patch_length: 64,
  patch_stride: 64,
  d_model: 192,
  num_layers: 2,
  adaptive_patching_levels: 3,
  decoder_d_model: 128,
  decoder_num_layers: 2,
})

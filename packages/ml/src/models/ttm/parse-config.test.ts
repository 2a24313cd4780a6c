import { describe, expect, test } from 'vitest'
import { channelsAreIndependent, patchCount } from './config.ts'
import { parseTtmConfig } from './parse-config.ts'

describe('an option that is not computed here is refused by its name', () => {
  test.each([
    ['self_attn', true],
    ['loss', 'nll'],
    ['gate_mode', 'glu'],
    ['positional_encoding_type', 'random'],
    ['mode', 'flatten'],
    ['scaling', 'robust'],
    ['norm_mlp', 'RMSNorm'],
    ['register_tokens', 4],
    ['multi_quantile_head', true],
    ['multi_scale', true],
    ['fft_length', 2],
    ['fcm_prepend_past_offset', 3],
    ['masked_context_length', 32],
    ['enable_base_norm_always', true],
    ['model_type', 'patchtst'],
    ['an_option_of_next_year', 1],
  ])('%s = %s', (name, value) => {
    expect(() => parseTtmConfig({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_MODEL', message: expect.stringContaining(name) }),
    )
  })
})

describe('a value that makes no sense is refused by its name', () => {
  test.each([
    ['context_length', 0],
    ['context_length', 4],
    ['patch_stride', 1.5],
    ['d_model', '192'],
    ['norm_eps', null],
    ['gated_attn', 'yes'],
    ['num_patches', 9],
    ['prediction_filter_length', 17],
    ['prediction_channel_indices', [1]],
    ['exogenous_channel_indices', [0]],
    ['exogenous_channel_indices', [0, 0]],
    ['categorical_vocab_size_list', [3]],
    ['adaptive_patching_levels', -1],
  ])('%s = %j', (name, value) => {
    const parse = () => parseTtmConfig({ [name]: value })
    if (value === null) expect(parse().epsilon).toBe(1e-5)
    else expect(parse).toThrow(expect.objectContaining({ code: 'INVALID_WEIGHTS' }))
  })
})

test('what is left out is as in the original', () => {
  const config = parseTtmConfig({})
  expect(config).toMatchObject({ contextLength: 64, predictionLength: 16, steps: 16, scaling: 'std', norm: 'layer' })
  expect(config.encoder).toEqual({ width: 16, layers: 3, levels: 0, mixChannels: false, dropout: 0.2 })
  expect(patchCount(config)).toBe(8)
  expect(channelsAreIndependent(config)).toBe(true)
})

test('with exogenous channels alone, the others are forecast', () => {
  const config = parseTtmConfig({ num_input_channels: 4, exogenous_channel_indices: [3, 1] })
  expect(config.predicted).toEqual([0, 2])
  expect(config.exogenous).toEqual([1, 3])
})

test('a frequency prefix is one more patch', () => {
  expect(patchCount(parseTtmConfig({ resolution_prefix_tuning: true }))).toBe(9)
})

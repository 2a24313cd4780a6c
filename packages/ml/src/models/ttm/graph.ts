import { encode } from '../../graph/encode.ts'
import { input } from '../../graph/tensor.ts'
import type { Random } from '../../layers/initialise.ts'
import { declarations, type ParameterSpec } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { type TtmInputs, type TtmOutput, ttm, ttmScaled } from './network.ts'

/** The inputs of a configuration, named as IBM names them. `masked` adds the mask of observed values. */
export function ttmInputs(config: TtmConfig, { masked = false } = {}): TtmInputs {
  const { contextLength, predictionLength, channels, frequencies, decoder, exogenous, reconcile } = config
  const categories = decoder?.categories.length ?? 0
  return {
    past: input('past_values', ['batch', contextLength, channels]),
    observed: masked ? input('past_observed_mask', ['batch', contextLength, channels], 'bool') : null,
    frequency: frequencies === null ? null : input('freq_token', ['batch'], 'int64'),
    categories: categories === 0 ? null : input('static_categorical_values', ['batch', categories], 'int64'),
    future:
      reconcile !== null && exogenous.length > 0 ? input('future_values', ['batch', predictionLength, channels]) : null,
  }
}

/** Everything a configuration declares, in the order of the forward pass. */
export function ttmParameters(config: TtmConfig): readonly ParameterSpec[] {
  const { scope, parameters } = declarations()
  ttm(scope, config, ttmInputs(config))
  return parameters
}

/** The weights a model starts with when it is trained from nothing. */
export const initialWeights = (parameters: readonly ParameterSpec[], random: Random): Map<string, Float32Array> =>
  new Map(
    parameters.map(({ name, shape, initialise }) => [
      name,
      initialise(
        shape.reduce((product, length) => product * length, 1),
        random,
      ),
    ]),
  )

type Weights = ReadonlyMap<string, Float32Array>

/** The whole model as an ONNX file: raw values in, a `prediction` in the same units out (and `quantiles`). */
export function encodeTtm(config: TtmConfig, weights: Weights, { masked = false } = {}): Uint8Array {
  const output = ttm(declarations().scope, config, ttmInputs(config, { masked }))
  return encode({ outputs: named(output), parameters: weights, metadata: { kind: 'ttm' } })
}

/**
 * The model between scaling and unscaling, for whoever scales in double precision and so loses nothing on series far
 * from zero. A model that reconciles its channels also takes the `raw_values`.
 */
export function encodeTtmScaled(config: TtmConfig, weights: Weights): Uint8Array {
  const inputs = ttmInputs(config)
  const raw = config.reconcile === null ? inputs.past : input('raw_values', inputs.past.shape)
  const output = ttmScaled(declarations().scope, config, inputs, raw)
  return encode({ outputs: named(output), parameters: weights, metadata: { kind: 'ttm' } })
}

const named = ({ prediction, quantiles }: TtmOutput) => ({ prediction, ...(quantiles && { quantiles }) })

import { encode } from '../../graph/encode.ts'
import { gelu, relu, sigmoid, tanh } from '../../graph/ops/activation.ts'
import { reshape, transpose } from '../../graph/ops/shape.ts'
import { slice } from '../../graph/ops/slice.ts'
import { type Dim, fixed } from '../../graph/shape.ts'
import { input, type Tensor } from '../../graph/tensor.ts'
import { dense, denseParams } from '../../layers/dense.ts'
import { loss } from '../../layers/loss.ts'
import { recurrent, recurrentParams } from '../../layers/recurrent.ts'
import { declarations, type ParameterSpec, type Scope } from '../../layers/scope.ts'
import type { Activation, RecurrentConfig } from './config.ts'

const activate: Readonly<Record<Activation, (x: Tensor) => Tensor>> = { linear: x => x, relu, tanh, sigmoid, gelu }

/** [batch, lookback, channels] to [batch, steps, predicted]; the parameters are named as a torch module would. */
export function recurrentNetwork(scope: Scope, config: RecurrentConfig, past: Tensor): Tensor {
  const { cell, lookback, steps, predicted } = config
  const rnn = scope.within('rnn')
  const sequence = config.layers.reduce(
    (x, layer, i) => recurrent(x, recurrentParams(rnn, i, { cell, inputs: fixed(x.shape, 2), ...layer })),
    transpose(past, [1, 0, 2]),
  )
  const last = slice(sequence, 0, lookback - 1, lookback)
  const batch = past.shape[0] as Dim
  let features = reshape(last, [batch, fixed(last.shape, 2)])
  for (const [i, { units, activation }] of config.dense.entries()) {
    const params = denseParams(scope.within('hidden').within(`${i}`), fixed(features.shape, 1), units)
    features = activate[activation](dense(features, params))
  }
  const output = denseParams(scope.within('dense'), fixed(features.shape, 1), steps * predicted)
  return reshape(dense(features, output), [batch, steps, predicted])
}

export interface RecurrentModel {
  readonly prediction: Tensor
  /** The input `future_values`, and the mean squared error against it. */
  readonly target: Tensor
  readonly loss: Tensor
  readonly parameters: readonly ParameterSpec[]
}

export interface RecurrentModelOptions {
  /** Samples in a batch, where all batches are equal. */
  readonly batch?: number
  /** What the layers' dropout does. */
  readonly dropout?: (x: Tensor, rate: number) => Tensor
}

/** What is trained. */
export function recurrentModel(config: RecurrentConfig, options: RecurrentModelOptions = {}): RecurrentModel {
  const { lookback, channels, steps, predicted } = config
  const batch = options.batch ?? 'batch'
  const { scope, parameters } = declarations(options.dropout)
  const prediction = recurrentNetwork(scope, config, input('past_values', [batch, lookback, channels]))
  const target = input('future_values', [batch, steps, predicted])
  return { prediction, target, loss: loss(prediction, target, { kind: 'mse' }), parameters }
}

/** The network as an ONNX file: `past_values` in, a `prediction` out, both standardised. */
export const encodeRecurrent = (config: RecurrentConfig, weights: ReadonlyMap<string, Float32Array>): Uint8Array =>
  encode({
    outputs: { prediction: recurrentModel(config).prediction },
    parameters: weights,
    metadata: { kind: config.cell, config: JSON.stringify(config) },
  })

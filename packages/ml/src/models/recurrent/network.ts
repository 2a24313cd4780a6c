import { encode } from '../../graph/encode.ts'
import { gelu, relu, sigmoid, tanh } from '../../graph/ops/activation.ts'
import { add, square, subtract } from '../../graph/ops/elementwise.ts'
import { embed } from '../../graph/ops/gather.ts'
import { mean, meanOver } from '../../graph/ops/reduce.ts'
import { reshape, transpose } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { type Dim, fixed } from '../../graph/shape.ts'
import { input, type Tensor } from '../../graph/tensor.ts'
import { dense, denseParams } from '../../layers/dense.ts'
import { standardNormal } from '../../layers/initialise.ts'
import { quantileLosses } from '../../layers/loss.ts'
import { recurrent, recurrentParams } from '../../layers/recurrent.ts'
import { declarations, type ParameterSpec, type Scope } from '../../layers/scope.ts'
import type { Activation, RecurrentConfig } from './config.ts'

const activate: Readonly<Record<Activation, (x: Tensor) => Tensor>> = { linear: x => x, relu, tanh, sigmoid, gelu }

export interface RecurrentOutput {
  /** [batch, steps, predicted]. */
  readonly prediction: Tensor
  /** [batch, levels, steps, predicted], not sorted; null where none are learnt. */
  readonly quantiles: Tensor | null
}

/**
 * From [batch, lookback, channels], and [batch, categories] int64 for a network that has some; the parameters are named as
 * a torch module would.
 */
export function recurrentNetwork(
  scope: Scope,
  config: RecurrentConfig,
  past: Tensor,
  categories: Tensor | null = null,
): RecurrentOutput {
  const { cell, lookback, steps, predicted } = config
  const level = config.centred ? mean(past, [1]) : null
  const levels = config.quantiles.length
  const rnn = scope.within('rnn')
  const sequence = config.layers.reduce(
    (x, layer, i) => recurrent(x, recurrentParams(rnn, i, { cell, inputs: fixed(x.shape, 2), ...layer })),
    transpose(level === null ? past : subtract(past, level), [1, 0, 2]),
  )
  const last = slice(sequence, 0, lookback - 1, lookback)
  const batch = past.shape[0] as Dim
  const seen = reshape(last, [batch, fixed(last.shape, 2)])
  let features = concat([seen, ...embeddings(scope.within('categories'), config, categories)], 1)
  for (const [i, { units, activation }] of config.dense.entries()) {
    const params = denseParams(scope.within('hidden').within(`${i}`), fixed(features.shape, 1), units)
    features = activate[activation](dense(features, params))
  }
  const linear = (name: string, outputs: number) =>
    dense(features, denseParams(scope.within(name), fixed(features.shape, 1), outputs))
  const aloft = (made: Tensor): Tensor => {
    if (level === null) return made
    const ones = made.shape.slice(1, -1).map(() => 1)
    return add(made, reshape(slice(level, 2, 0, predicted), [batch, ...ones, predicted]))
  }
  return {
    prediction: aloft(reshape(linear('dense', steps * predicted), [batch, steps, predicted])),
    quantiles:
      levels === 0
        ? null
        : aloft(reshape(linear('quantiles', levels * steps * predicted), [batch, levels, steps, predicted])),
  }
}

/** Each category as features of its own beside what was seen of the past. */
function embeddings(scope: Scope, { categories: sizes = [] }: RecurrentConfig, tokens: Tensor | null): Tensor[] {
  if (sizes.length === 0) return []
  if (tokens === null) throw new Error('a network with categories takes their tokens')
  return sizes.map((size, i) => {
    const width = Math.min(widestCategory, Math.ceil(size / 2) + 1)
    const table = scope.parameter(`${i}.weight`, [size, width], standardNormal)
    return embed(table, reshape(slice(tokens, 1, i, i + 1), [tokens.shape[0]!]))
  })
}

const widestCategory = 16

export interface RecurrentModel extends RecurrentOutput {
  /** The input `future_values`. */
  readonly target: Tensor
  /** Errors of every element, [batch, steps, predicted], whose mean is the loss: squares, and pinball over the quantiles. */
  readonly errors: Tensor
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
  const categories = config.categories?.length ?? 0
  const tokens = categories === 0 ? null : input('static_categorical_values', [batch, categories], 'int64')
  const output = recurrentNetwork(scope, config, input('past_values', [batch, lookback, channels]), tokens)
  const target = input('future_values', [batch, steps, predicted])
  const squares = square(subtract(output.prediction, target))
  const pinball = output.quantiles && meanOver(quantileLosses(output.quantiles, target, config.quantiles), [1])
  const errors = pinball === null ? squares : add(squares, reshape(pinball, target.shape))
  return { ...output, target, errors, loss: mean(errors), parameters }
}

/** The network as an ONNX file: `past_values` in, a `prediction` out (and `quantiles`), all standardised. */
export const encodeRecurrent = (config: RecurrentConfig, weights: ReadonlyMap<string, Float32Array>): Uint8Array =>
  encode({
    outputs: served(recurrentModel(config)),
    parameters: weights,
    metadata: { kind: config.cell, config: JSON.stringify(config) },
  })

const served = ({ prediction, quantiles }: RecurrentOutput) => ({ prediction, ...(quantiles && { quantiles }) })

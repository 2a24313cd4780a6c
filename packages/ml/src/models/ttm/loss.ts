import { toFloat } from '../../graph/ops/comparison.ts'
import { add } from '../../graph/ops/elementwise.ts'
import { reshape } from '../../graph/ops/shape.ts'
import { input, type Tensor } from '../../graph/tensor.ts'
import { average, loss, quantileLosses } from '../../layers/loss.ts'
import { declarations, type ParameterSpec } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { ttmInputs } from './graph.ts'
import { type TtmInputs, type TtmOutput, ttm, ttmTarget } from './network.ts'

export interface TtmLoss {
  readonly prediction: Tensor
  /** Of the prediction, in the units of the data, against the input `future_values`. */
  readonly loss: Tensor
  readonly parameters: readonly ParameterSpec[]
}

export interface TtmLossOptions {
  /** Takes `past_observed_mask`: scales by the observed values only. */
  readonly masked?: boolean
  /** Takes `future_observed_mask`: only what was observed counts. */
  readonly futureMasked?: boolean
  /** What the model's dropout does; without it the model is one for serving. */
  readonly dropout?: (x: Tensor, rate: number) => Tensor
}

/** What is trained: the model and its loss. */
export function ttmLoss(config: TtmConfig, { masked, futureMasked, dropout }: TtmLossOptions = {}): TtmLoss {
  const inputs = ttmInputs(config, { masked: masked ?? false })
  const { scope, parameters } = declarations(dropout)
  const output = ttm(scope, config, inputs)
  return { prediction: output.prediction, loss: lossAgainst(output, inputs, config, futureMasked ?? false), parameters }
}

/** The configured loss of the prediction, and the mean pinball loss of the quantiles where there are any. */
export function lossAgainst(
  { prediction, quantiles }: TtmOutput,
  inputs: TtmInputs,
  config: TtmConfig,
  futureMasked: boolean,
): Tensor {
  const shape = ['batch', config.predictionLength, config.channels]
  const target = ttmTarget(inputs.future ?? input('future_values', shape), config)
  const observed = futureMasked ? ttmTarget(toFloat(input('future_observed_mask', shape, 'bool')), config) : null
  const point = loss(prediction, target, config.loss, observed)
  if (quantiles === null) return point
  const [batch = 1, ...rest] = target.shape
  const counted = observed && reshape(observed, [batch, 1, ...rest])
  return add(point, average(quantileLosses(quantiles, target, config.quantiles), counted))
}

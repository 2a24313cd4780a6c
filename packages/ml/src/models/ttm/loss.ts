import { input, type Tensor } from '../../graph/tensor.ts'
import { loss } from '../../layers/loss.ts'
import { declarations, type ParameterSpec } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { ttmInputs } from './graph.ts'
import { ttm, ttmTarget } from './network.ts'

export interface TtmLoss {
  readonly prediction: Tensor
  /** Of the prediction, in the units of the data, against the input `future_values`. */
  readonly loss: Tensor
  readonly parameters: readonly ParameterSpec[]
}

/** What is trained: the model and its loss. `dropout` is what the model's dropout does. */
export function ttmLoss(
  config: TtmConfig,
  { masked = false, dropout }: { masked?: boolean; dropout?: (x: Tensor, rate: number) => Tensor } = {},
): TtmLoss {
  const inputs = ttmInputs(config, { masked })
  const { scope, parameters } = declarations(dropout)
  const prediction = ttm(scope, config, inputs)
  const future = inputs.future ?? input('future_values', ['batch', config.predictionLength, config.channels])
  return { prediction, loss: loss(prediction, ttmTarget(future, config), config.loss), parameters }
}

import { tooLong } from '../contract/window.ts'
import { toDouble, toFloat } from '../graph/ops/comparison.ts'
import { add, divide, multiply, subtract } from '../graph/ops/elementwise.ts'
import { constant, type Tensor } from '../graph/tensor.ts'
import { declarations } from '../layers/scope.ts'
import { longestReach } from '../models/recurrent/config.ts'
import { recurrentNetwork } from '../models/recurrent/network.ts'
import type { RecurrentWeights } from '../models/recurrent.ts'
import { rolled } from './roll.ts'
import type { ServableModel } from './servable.ts'

/**
 * An LSTM or GRU with the scales it was trained in; a horizon beyond its own steps feeds forecasts back. Throws Fault
 * HORIZON_TOO_LONG; one that is told categories feeds nothing back.
 */
export function servableRecurrent({ config, scales, weights }: RecurrentWeights, horizon: number): ServableModel {
  const { cell, lookback, channels, predicted, steps } = config
  const alone = predicted === channels && (config.categories ?? []).length === 0
  const longest = alone ? longestReach : steps
  if (horizon > longest) throw tooLong(cell, horizon, longest)
  const perChannel = (values: readonly number[]): Tensor => constant(Float64Array.from(values), [1, 1, values.length])
  const means = scales.map(({ mean }) => mean)
  const deviations = scales.map(({ deviation }) => deviation)
  return {
    kind: cell,
    settings: { ...config },
    lookback,
    horizon,
    channels,
    predicted,
    parameters: weights,
    ...(config.categories && config.categories.length > 0 && { categories: config.categories }),
    forecast(past, categories) {
      const values = toFloat(divide(subtract(past, perChannel(means)), perChannel(deviations)))
      const made = rolled(
        values,
        steps,
        horizon,
        known => recurrentNetwork(declarations().scope, config, known, categories).prediction,
      )
      const wide = multiply(toDouble(made), perChannel(deviations.slice(0, predicted)))
      return add(wide, perChannel(means.slice(0, predicted)))
    },
  }
}

import { tooLong } from '../contract/window.ts'
import { add } from '../graph/ops/elementwise.ts'
import { matmul } from '../graph/ops/linear.ts'
import { transpose } from '../graph/ops/shape.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant } from '../graph/tensor.ts'
import type { FittedRidge } from '../models/ridge.ts'
import { centred } from './scale.ts'
import type { ServableModel } from './servable.ts'

/** One linear map for all channels, or one for each. Throws Fault HORIZON_TOO_LONG beyond the horizon it was fitted to. */
export function servableRidge(
  fitted: Pick<FittedRidge, 'lookback' | 'maps'>,
  shape: { horizon: number; channels: number },
): ServableModel {
  const { lookback, maps } = fitted
  const { horizon, channels } = shape
  const longest = maps[0]!.weights.length / lookback
  if (horizon > longest) throw tooLong('ridge', horizon, longest)
  return {
    kind: 'ridge',
    settings: { penalties: maps.map(({ penalty }) => penalty) },
    lookback,
    horizon,
    channels,
    predicted: channels,
    parameters: new Map(),
    forecast(past) {
      const { values, location } = centred(past)
      const weights = maps.flatMap(map => [...map.weights])
      const steps = slice(constant(Float64Array.from(weights), [maps.length, lookback, longest]), 2, 0, horizon)
      return add(transpose(matmul(transpose(values, [2, 0, 1]), steps), [1, 2, 0]), location)
    },
  }
}

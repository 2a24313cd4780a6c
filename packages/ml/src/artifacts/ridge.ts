import { tooLong } from '../contract/window.ts'
import { add } from '../graph/ops/elementwise.ts'
import { embed } from '../graph/ops/gather.ts'
import { matmul } from '../graph/ops/linear.ts'
import { reshape, transpose } from '../graph/ops/shape.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant } from '../graph/tensor.ts'
import type { FittedRidge, RidgeMap } from '../models/ridge.ts'
import { centred } from './scale.ts'
import type { ServableModel } from './servable.ts'

/**
 * One linear map for all channels, or one for each. `categories`: how many tokens each category has that its offsets stand
 * for, in their order, the unknown one (0) without. Throws Fault HORIZON_TOO_LONG beyond the horizon it was fitted to.
 */
export function servableRidge(
  fitted: Pick<FittedRidge, 'lookback' | 'maps'>,
  shape: { horizon: number; channels: number },
  categories: readonly number[] = [],
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
    ...(categories.length > 0 && { categories }),
    forecast(past, tokens) {
      const { values, location } = centred(past)
      const weights = maps.flatMap(map => [...map.weights])
      const steps = slice(constant(Float64Array.from(weights), [maps.length, lookback, longest]), 2, 0, horizon)
      const linear = add(transpose(matmul(transpose(values, [2, 0, 1]), steps), [1, 2, 0]), location)
      if (tokens === null) return linear
      const batch = tokens.shape[0]!
      return categories.reduce((made, size, k) => {
        const first = categories.slice(0, k).reduce((sum, one) => sum + one - 1, 0)
        const table = constant(offsetsOf(maps, first, size, horizon, longest), [size, horizon * maps.length])
        const own = embed(table, reshape(slice(tokens, 1, k, k + 1), [batch]))
        return add(made, reshape(own, [batch, horizon, maps.length]))
      }, linear)
    },
  }
}

/** [token, step, map], nothing for the unknown token. */
function offsetsOf(maps: readonly RidgeMap[], first: number, size: number, horizon: number, longest: number) {
  const table = new Float64Array(size * horizon * maps.length)
  for (let token = 1; token < size; token++)
    for (let h = 0; h < horizon; h++)
      for (const [m, { offsets }] of maps.entries())
        table[(token * horizon + h) * maps.length + m] = offsets[(first + token - 1) * longest + h]!
  return table
}

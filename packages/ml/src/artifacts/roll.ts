import { repeated } from '../graph/ops/loop.ts'
import { reshape, transpose } from '../graph/ops/shape.ts'
import { concat, slice } from '../graph/ops/slice.ts'
import { type Dim, fixed } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'

/**
 * `horizon` steps by a model that makes `steps` at once from [batch, lookback, channels]: each forecast becomes the end of
 * the next past. The file is no larger for a longer horizon, since it is a loop of the graph.
 */
export function rolled(past: Tensor, steps: number, horizon: number, forecast: (past: Tensor) => Tensor): Tensor {
  const rounds = Math.ceil(horizon / steps)
  if (rounds === 1) return slice(forecast(past), 1, 0, horizon)
  const lookback = fixed(past.shape, 1)
  const made = repeated(rounds, past, known => {
    const next = forecast(known)
    const all = concat([known, next], 1)
    return { next: slice(all, 1, steps, lookback + steps), made: next }
  })
  const [batch, , channels] = past.shape as [Dim, Dim, Dim]
  return slice(reshape(transpose(made, [1, 0, 2, 3]), [batch, rounds * steps, channels]), 1, 0, horizon)
}

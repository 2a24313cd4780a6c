import { generator } from '../training/random.ts'
import { type Draws, draws } from './draws.ts'
import { syntheticSeries } from './series.ts'
import type { Values } from './values.ts'

/** Futures further than this many standard deviations of the past are nothing to learn from. */
const farthest = 12

export interface SyntheticBatch {
  /** [rows, context] and [rows, horizon], row by row, in standard deviations of each row's own past. */
  readonly past: Float32Array
  readonly future: Float32Array
}

/**
 * `rows` windows, each of a series of its own, made unless `series` says otherwise, and scaled by its past (mean 0,
 * standard deviation 1). Depends on the seed, the number of the batch, and `series` alone.
 */
export function syntheticBatch(
  seed: number,
  number: number,
  { rows, context, horizon }: { readonly rows: number; readonly context: number; readonly horizon: number },
  series: (draw: Draws, length: number) => Values = syntheticSeries,
): SyntheticBatch {
  const draw = draws(generator(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)))
  const past = new Float32Array(rows * context)
  const future = new Float32Array(rows * horizon)
  for (let row = 0; row < rows; ) {
    const values = scaled(series(draw, context + horizon), context)
    if (values === null) continue
    past.set(values.subarray(0, context), row * context)
    future.set(values.subarray(context), row * horizon)
    row++
  }
  return { past, future }
}

/** Null where the past is constant, or the future out of all proportion to it. */
function scaled(values: Float64Array, context: number): Float64Array | null {
  let mean = 0
  for (let t = 0; t < context; t++) mean += values[t]! / context
  let variance = 0
  for (let t = 0; t < context; t++) variance += (values[t]! - mean) ** 2 / context
  if (!(variance > 1e-8)) return null
  const deviation = Math.sqrt(variance)
  for (let t = 0; t < values.length; t++) values[t] = (values[t]! - mean) / deviation
  for (let t = context; t < values.length; t++) if (!(Math.abs(values[t]!) <= farthest)) return null
  return values
}

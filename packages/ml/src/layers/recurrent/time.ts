import { apply, applyAll, operator } from '../../graph/operator.ts'
import { pad, reshape, zerosLike } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { type Dim, fixed, size, times } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'

/** All steps of all samples as the rows of a matrix, step by step: [time, batch, width] to [time·batch, width]. */
export const rows = (x: Tensor): Tensor => reshape(x, [size(x.shape.slice(0, -1)), fixed(x.shape, -1)])

/**
 * Rows cut into the matrices [batch, width] of the steps, by one operator that needs to know the number of steps only.
 * It has no gradient: gradients are made of it.
 */
export function steps(x: Tensor, time: number, batch: Dim): readonly Tensor[] {
  if (time === 1) return [x]
  const shape = [batch, fixed(x.shape, 1)]
  const split = operator('Split', () => Array.from({ length: time }, () => ({ type: x.type, shape })))
  return applyAll(split, [x], { axis: { int: 0 }, num_outputs: { int: time } })
}

/** The steps below each other: what `steps` cut. */
export function joined(parts: readonly [Tensor, ...Tensor[]]): Tensor {
  const [batch, width] = parts[0].shape as [Dim, Dim]
  const shape = [times(parts.length, batch), width]
  const join = operator('Concat', () => [{ type: 'float32', shape }])
  return parts.length === 1 ? parts[0] : apply(join, parts, { axis: { int: 0 } })
}

/** What was there a step earlier, zeros before the first: [time, batch, width]. */
export function before(x: Tensor): Tensor {
  const time = fixed(x.shape, 0)
  return time === 1 ? zerosLike(x) : pad(slice(x, 0, 0, time - 1), 0, 1, 0)
}

/** Columns of one gate after another, cut apart. */
export const gatesOf = (x: Tensor, units: number): readonly Tensor[] =>
  Array.from({ length: fixed(x.shape, 1) / units }, (_, gate) => slice(x, 1, gate * units, (gate + 1) * units))

/** The parts side by side. */
export const beside = (...parts: readonly Tensor[]): Tensor => concat(parts, 1)

import { reshape } from '../graph/ops/shape.ts'
import { concat, split } from '../graph/ops/slice.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { ParameterSpec } from '../layers/scope.ts'

interface Part {
  readonly name: string
  readonly shape: readonly number[]
  readonly start: number
  readonly end: number
}

/**
 * Where parameters lie in one array, one behind the other: an optimiser then works on all of them by a few operations
 * instead of a few for each, and a step hands over one array instead of hundreds.
 */
export interface Packing {
  readonly parts: readonly Part[]
  readonly length: number
}

export function packing(parameters: readonly Pick<ParameterSpec, 'name' | 'shape'>[]): Packing {
  let length = 0
  const parts = parameters.map(({ name, shape }) => {
    const start = length
    length += shape.reduce((product, dim) => product * dim, 1)
    return { name, shape, start, end: length }
  })
  return { parts, length }
}

/** New memory with everyone's values; zeros where there are none. */
export function packed({ parts, length }: Packing, valuesOf: (name: string) => Float32Array | undefined): Float32Array {
  const flat = new Float32Array(length)
  for (const { name, start } of parts) {
    const values = valuesOf(name)
    if (values !== undefined) flat.set(values, start)
  }
  return flat
}

/** A copy of each one's values, by name. */
export const unpacked = ({ parts }: Packing, flat: Float32Array): Map<string, Float32Array> =>
  new Map(parts.map(({ name, start, end }) => [name, flat.slice(start, end)]))

/** An input of the graph that is fed with packed values. */
export const packedInput = (name: string, { length }: Packing): Tensor => input(name, [length])

/** In a graph: each parameter, in the order of the packing. */
export const unpackedTensors = ({ parts }: Packing, flat: Tensor): Tensor[] =>
  split(
    flat,
    0,
    parts.map(({ start, end }) => end - start),
  ).map((part, i) => reshape(part, parts[i]!.shape))

/** In a graph: tensors of the parameters' shapes, packed. */
export const packedTensors = ({ parts }: Packing, tensors: readonly Tensor[]): Tensor =>
  concat(
    tensors.map((tensor, i) => reshape(tensor, [parts[i]!.end - parts[i]!.start])),
    0,
  )

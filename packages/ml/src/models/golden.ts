import type { StoredTensor } from '../runtime/safetensors.ts'
import type { Feed } from '../runtime/session.ts'

/** What the original's own code computed for one configuration, with random weights. */
export interface Golden<Config> {
  readonly config: Config
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly feeds: Readonly<Record<string, Feed>>
  /** `prediction`, `loss`, and the losses of the optimiser's steps. */
  readonly output: ReadonlyMap<string, Float32Array>
  /** Of the loss, by parameter. */
  readonly gradients: ReadonlyMap<string, Float32Array>
}

/** The tensors whose names begin so, by the rest of their names. */
export const tensorsUnder = (
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix: string,
): ReadonlyMap<string, StoredTensor> =>
  new Map([...tensors].flatMap(([name, t]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), t]] : [])))

export const floatsUnder = (
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix: string,
): ReadonlyMap<string, Float32Array> =>
  new Map([...tensorsUnder(tensors, prefix)].map(([name, tensor]) => [name, tensor.floats()]))

import { parseSafetensors, type StoredTensor } from '../../runtime/safetensors.ts'
import type { Feed } from '../../runtime/session.ts'
import { floatsUnder, type Golden, tensorsUnder } from '../golden.ts'
import type { TtmConfig } from './config.ts'
import { ttmParameters } from './graph.ts'
import { parseTtmConfig } from './parse-config.ts'
import { bindWeights } from './weights.ts'

export type GoldenTtm = Golden<TtmConfig>

export function readGoldenTtm(bytes: Uint8Array): GoldenTtm {
  const { tensors, metadata } = parseSafetensors(bytes)
  const config = parseTtmConfig(JSON.parse(metadata.config ?? '{}'))
  const inputs = tensorsUnder(tensors, 'input.')
  return {
    config,
    weights: bindWeights(ttmParameters(config), { tensors: tensorsUnder(tensors, 'weight.'), metadata: {} }),
    feeds: Object.fromEntries([...inputs].map(([name, tensor]) => [name, feed(tensor)])),
    output: floatsUnder(tensors, 'output.'),
    gradients: floatsUnder(tensors, 'grad.'),
  }
}

function feed(tensor: StoredTensor): Feed {
  const { type, shape } = tensor
  if (type === 'I64') return { shape, values: BigInt64Array.from(tensor.floats(), BigInt) }
  if (type === 'BOOL') return { shape, values: Uint8Array.from(tensor.floats()) }
  return { shape, values: tensor.floats() }
}

/** The distance of two tensors, relative to the length of the second. */
export function relativeDistance(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY
  let apart = 0
  let length = 0
  for (let i = 0; i < want.length; i++) {
    apart += (got[i]! - want[i]!) ** 2
    length += want[i]! ** 2
  }
  return Math.sqrt(apart / (length || 1))
}

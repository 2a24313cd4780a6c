import { gelu } from '../../graph/ops/activation.ts'
import { add } from '../../graph/ops/elementwise.ts'
import { embed } from '../../graph/ops/gather.ts'
import { expand, reshape, transpose } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { fixed } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { dense, denseParams } from '../../layers/dense.ts'
import { type Initialiser, standardNormal } from '../../layers/initialise.ts'
import type { Scope } from '../../layers/scope.ts'
import { patchCount, type TtmConfig } from './config.ts'

/**
 * [batch, time, channels] cut into [patches, batch, channels, patch length]. What does not fill a patch is dropped at
 * the beginning, so that the last patch ends now.
 */
export function patches(x: Tensor, { patchLength, patchStride }: TtmConfig): Tensor {
  const [batch, length, channels] = [x.shape[0] ?? 1, fixed(x.shape, 1), fixed(x.shape, 2)]
  const count = Math.floor((length - patchLength) / patchStride) + 1
  const first = length - patchLength - patchStride * (count - 1)
  const cut =
    patchLength === patchStride
      ? slice(x, 1, first, length)
      : concat(
          Array.from({ length: count }, (_, i) =>
            slice(x, 1, first + i * patchStride, first + i * patchStride + patchLength),
          ),
          1,
        )
  return transpose(reshape(cut, [batch, count, patchLength, channels]), [1, 0, 3, 2])
}

/** Patches to features: a linear map, the token of the sampling frequency in front, and where each patch stands. */
export function embedPatches(scope: Scope, x: Tensor, config: TtmConfig, frequency: Tensor | null): Tensor {
  const { patchLength, frequencies, encoder, positions } = config
  const embedded = dense(x, denseParams(scope.within('patcher'), patchLength, encoder.width))
  const prefixed = frequencies === null ? embedded : withPrefix(scope.within('freq_mod'), embedded, config, frequency)
  if (!positions) return prefixed
  const count = patchCount(config)
  const shape = [count, encoder.width]
  const encoding = scope.buffer('positional_encoder.position_enc', shape, sinusoids(count, encoder.width))
  return add(prefixed, reshape(encoding, [count, 1, 1, encoder.width]))
}

function withPrefix(scope: Scope, x: Tensor, config: TtmConfig, frequency: Tensor | null): Tensor {
  if (frequency === null) throw new Error('a model with a frequency prefix takes frequency tokens')
  const { patchLength, encoder } = config
  const hidden = Math.floor((patchLength + encoder.width) / 2)
  const table = scope.parameter('0.weight', [config.frequencies ?? 0, patchLength], standardNormal)
  const inner = denseParams(scope.within('1'), patchLength, hidden)
  const outer = denseParams(scope.within('3'), hidden, encoder.width)
  const token = dense(gelu(dense(embed(table, frequency), inner)), outer)
  const [, batch = 1, channels = 1] = x.shape
  const single = reshape(token, [1, batch, 1, encoder.width])
  return concat([expand(single, [1, batch, channels, encoder.width]), x], 0)
}

/** The sine and cosine encoding of Vaswani et al., centred, with a standard deviation of one tenth. */
export const sinusoids =
  (count: number, width: number): Initialiser =>
  () => {
    const raw = Float64Array.from({ length: count * width }, (_, i) => {
      const [position, feature] = [Math.floor(i / width), i % width]
      const angle = position * Math.exp(-(feature - (feature % 2)) * (Math.log(10000) / width))
      return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
    })
    const average = raw.reduce((total, value) => total + value, 0) / raw.length
    const squares = raw.reduce((total, value) => total + (value - average) ** 2, 0)
    const deviation = Math.sqrt(squares / (raw.length - 1))
    return Float32Array.from(raw, value => (value - average) / (10 * deviation))
  }

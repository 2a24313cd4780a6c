import { add } from '../../graph/ops/elementwise.ts'
import { embed } from '../../graph/ops/gather.ts'
import { expand, pad, reshape } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { fixed } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { dense, denseParams } from '../../layers/dense.ts'
import { standardNormal } from '../../layers/initialise.ts'
import type { Scope } from '../../layers/scope.ts'
import type { TtmConfig } from './config.ts'
import { mixerStack } from './stack.ts'

/** [patches, batch, channels, d_model] to [patches, batch, channels, decoder width]; unchanged without a decoder. */
export function decode(scope: Scope, x: Tensor, raw: Tensor, config: TtmConfig, categories: Tensor | null): Tensor {
  const { decoder, encoder, frequencies, patchLength } = config
  if (decoder === null) return x
  const adapted =
    encoder.width === decoder.width ? x : dense(x, denseParams(scope.within('adapter'), encoder.width, decoder.width))
  const padded = frequencies === null ? raw : pad(raw, 0, 1, 0)
  const summed = decoder.rawResidual
    ? add(adapted, dense(padded, denseParams(scope.within('decoder_raw_embedding'), patchLength, decoder.width)))
    : adapted
  const channels = fixed(x.shape, 2)
  const embeddings = categoryChannels(scope.within('decoder_cat_embedding_layer'), summed, decoder, categories)
  const mixed = mixerStack(scope.within('decoder_block'), concat([summed, ...embeddings], 2), decoder, config)
  return slice(mixed, 2, 0, channels)
}

/** Each static category as one more channel, the same in every patch. */
function categoryChannels(
  scope: Scope,
  x: Tensor,
  { categories: vocabularies, width }: NonNullable<TtmConfig['decoder']>,
  categories: Tensor | null,
): Tensor[] {
  if (vocabularies.length === 0) return []
  if (categories === null) throw new Error('a model with static categories takes their tokens')
  const [patches = 1, batch = 1] = x.shape
  return vocabularies.map((vocabulary, i) => {
    const table = scope.parameter(`embedding_layers.${i}.weight`, [vocabulary, width], standardNormal)
    const tokens = reshape(slice(categories, 1, i, i + 1), [batch])
    return expand(reshape(embed(table, tokens), [1, batch, 1, width]), [patches, batch, 1, width])
  })
}

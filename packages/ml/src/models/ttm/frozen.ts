import { reshape, transpose } from '../../graph/ops/shape.ts'
import { fixed, type Shape } from '../../graph/shape.ts'
import { input, type Tensor } from '../../graph/tensor.ts'
import { declarations } from '../../layers/scope.ts'
import { patchCount, type TtmConfig } from './config.ts'
import { ttmInputs } from './graph.ts'
import { lossAgainst, type TtmLoss, type TtmLossOptions } from './loss.ts'
import { type Encoded, ttmDecode, ttmDecoded, ttmEncode, ttmHead } from './network.ts'

/** What is frozen gives the same for a sample in every epoch: its part of the graph, run once, and the rest. */
export interface FrozenTtm {
  /** What the frozen part makes of a batch, by name, each with the batch in front. */
  readonly frozen: Readonly<Record<string, Tensor>>
  /** The rest of the model, whose inputs are the outputs of the frozen part by the same names. */
  readonly rest: TtmLoss
}

/** What is frozen: the backbone, or the decoder too. */
export type FrozenPart = 'backbone' | 'decoder'

/** The options are those of `ttmLoss`; what is frozen drops nothing, and its statistics stay as they are. */
export function freeze(
  part: FrozenPart,
  config: TtmConfig,
  { masked, futureMasked, dropout }: TtmLossOptions = {},
): FrozenTtm {
  const inputs = ttmInputs(config, { masked: masked ?? false })
  const { scope: fixed } = declarations()
  const encoded = ttmEncode(fixed, config, inputs)
  const toHead = part === 'decoder'
  const frozen = batchFirst(toHead ? ttmDecoded(fixed, config, encoded, inputs) : encoded, config, toHead)
  const { scope, parameters } = declarations(dropout)
  const output = (toHead ? ttmHead : ttmDecode)(scope, config, fromInputs(frozen, config), inputs)
  const loss = lossAgainst(output, inputs, config, futureMasked ?? false)
  return { frozen, rest: { prediction: output.prediction, loss, parameters } }
}

const swapped = (x: Tensor): Tensor => transpose(x, [1, 0, 2, 3])

function batchFirst(
  { features, patches, scale, past }: Encoded,
  config: TtmConfig,
  decoded: boolean,
): Record<string, Tensor> {
  const { contextLength, channels, reconcile, decoder } = config
  return {
    features: swapped(features),
    ...(decoder?.rawResidual && !decoded && { patches: swapped(patches) }),
    ...(scale && { factor: scale.factor }),
    ...(scale?.location && { location: scale.location }),
    ...(reconcile?.past && { past: reshape(past, ['batch', contextLength * channels]) }),
  }
}

function fromInputs(outputs: Readonly<Record<string, Tensor>>, config: TtmConfig): Encoded {
  const { channels, contextLength, patchLength, frequencies } = config
  const given = (name: string): Tensor | null => {
    const made = outputs[name]
    return made === undefined ? null : input(name, made.shape)
  }
  const features = swapped(given('features') as Tensor)
  const absent = (shape: Shape) => input('not used', shape)
  const patches = given('patches')
  const factor = given('factor')
  const past = given('past')
  const plain = patchCount(config) - (frequencies === null ? 0 : 1)
  return {
    features,
    patches: patches === null ? absent([plain, 'batch', fixed(features.shape, 2), patchLength]) : swapped(patches),
    scale: factor === null ? null : { factor, location: given('location') },
    past:
      past === null ? absent(['batch', contextLength, channels]) : reshape(past, ['batch', contextLength, channels]),
  }
}

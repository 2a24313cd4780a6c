import { inOrder } from './order.ts'
import { sameShape, show } from './shape.ts'
import type { Source, Tensor } from './tensor.ts'

/**
 * The same outputs made of other tensors: wherever one rests on a source that is named, it rests on what stands for it,
 * which has to be of the same type and shape. What does not rest on any of them is shared with the graph as it was.
 */
export function substituted(outputs: readonly Tensor[], stands: ReadonlyMap<Source, Tensor>): Tensor[] {
  const rebuilt = new Map<Source, Source>()
  const now = (tensor: Tensor): Tensor => {
    const replacement = stands.get(tensor.source)
    if (replacement === undefined) return { ...tensor, source: rebuilt.get(tensor.source) ?? tensor.source }
    if (replacement.type !== tensor.type || !sameShape(replacement.shape, tensor.shape)) {
      throw new Error(`${show(replacement.shape)} cannot stand for ${show(tensor.shape)}`)
    }
    return replacement
  }
  for (const { source } of inOrder(outputs)) {
    if (source.kind !== 'application' || rebuilt.has(source) || stands.has(source)) continue
    const inputs = source.inputs.map(now)
    const same = inputs.every((made, i) => made.source === source.inputs[i]!.source)
    rebuilt.set(source, same ? source : { ...source, inputs })
  }
  return outputs.map(now)
}

/** The same outputs, with operators that have a body replaced by it. */
export function inlined(outputs: readonly Tensor[]): Tensor[] {
  const stands = new Map<Source, Tensor>()
  const rebuilt = new Map<Source, Source>()
  const now = (tensor: Tensor): Tensor =>
    stands.get(tensor.source) ?? { ...tensor, source: rebuilt.get(tensor.source) ?? tensor.source }
  for (const { source } of inOrder(outputs)) {
    if (source.kind !== 'application' || rebuilt.has(source) || stands.has(source)) continue
    const inputs = source.inputs.map(now)
    const same = inputs.every((made, i) => made.source === source.inputs[i]!.source)
    if (source.operator.body) stands.set(source, source.operator.body(inputs as never, source.attributes))
    else rebuilt.set(source, same ? source : { ...source, inputs })
  }
  return outputs.map(now)
}

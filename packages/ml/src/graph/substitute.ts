import { inOrder } from './order.ts'
import { sameShape, show } from './shape.ts'
import type { Source, Tensor } from './tensor.ts'

/**
 * The same outputs made of other tensors: wherever one rests on a source that is named, it rests on what stands for it,
 * which has to be of the same type and shape. What does not rest on any of them is shared with the graph as it was.
 */
export const substituted = (outputs: readonly Tensor[], stands: ReadonlyMap<Source, Tensor>): Tensor[] =>
  rebuilt(outputs, source => stands.get(source))

/** The same outputs, with operators that have a body replaced by it. */
export const inlined = (outputs: readonly Tensor[]): Tensor[] =>
  rebuilt(outputs, (source, inputs) =>
    source.kind === 'application' ? source.operator.body?.(inputs as never, source.attributes) : undefined,
  )

type Stand = (source: Source, inputs: readonly Tensor[]) => Tensor | undefined

/** The same outputs, resting on what `stand` gives for a source, if anything, and the inputs it would rest on itself. */
function rebuilt(outputs: readonly Tensor[], stand: Stand): Tensor[] {
  const stands = new Map<Source, Tensor | undefined>()
  const sources = new Map<Source, Source>()
  const now = (tensor: Tensor): Tensor => {
    const replacement = stands.get(tensor.source)
    if (replacement === undefined) return { ...tensor, source: sources.get(tensor.source) ?? tensor.source }
    if (replacement.type !== tensor.type || !sameShape(replacement.shape, tensor.shape)) {
      throw new Error(`${show(replacement.shape)} cannot stand for ${show(tensor.shape)}`)
    }
    return replacement
  }
  for (const { source } of inOrder(outputs)) {
    if (stands.has(source)) continue
    const inputs = source.kind === 'application' ? source.inputs.map(now) : []
    stands.set(source, stand(source, inputs))
    if (source.kind !== 'application') continue
    const same = inputs.every((made, i) => made.source === source.inputs[i]!.source)
    sources.set(source, same ? source : { ...source, inputs })
  }
  return outputs.map(now)
}

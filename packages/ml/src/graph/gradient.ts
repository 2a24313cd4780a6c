import { add } from './ops/elementwise.ts'
import { zerosLike } from './ops/shape.ts'
import { inOrder } from './order.ts'
import { show, size } from './shape.ts'
import { type Application, constant, type Source, type Tensor } from './tensor.ts'

/**
 * Reverse mode: the gradients of a scalar with respect to each of the tensors, as further tensors of the same graph.
 * Only paths that lead to them are walked, so what is not asked for costs nothing. A tensor the scalar does not rest on
 * has a gradient of zeros. Throws an Error naming the operator where one on the way has no gradient.
 */
export function gradient(scalar: Tensor, of: readonly Tensor[]): Tensor[] {
  if (size(scalar.shape) !== 1) throw new Error(`only a single number has a gradient, not ${show(scalar.shape)}`)
  const order = inOrder([scalar])
  const wanted = new Set<Source>(of.map(({ source }) => source))
  const leads = new Set<Source>(wanted)
  // Whole numbers and truth values do not move with what they are made of.
  for (const { source, type } of order) {
    const moves = source.kind === 'application' && type === 'float32'
    if (moves && source.inputs.some(made => leads.has(made.source))) leads.add(source)
  }
  const collected = new Map<Source, Tensor>([[scalar.source, constant(Float32Array.of(1), scalar.shape)]])
  for (const tensor of order.toReversed()) {
    const { source } = tensor
    const d = collected.get(source)
    // Gradients flow through first outputs, and where one stands in the order, all that use it were walked before.
    if (source.kind !== 'application' || tensor.output !== 0 || d === undefined || !leads.has(source)) continue
    const parts = partsOf(source, d, leads)
    source.inputs.forEach((made, i) => {
      const part = parts[i]
      if (!leads.has(made.source) || part == null) return
      if (made.output !== 0) throw new Error(`${source.operator.name} takes a gradient through a second output`)
      const known = collected.get(made.source)
      collected.set(made.source, known === undefined ? part : add(known, part))
    })
  }
  return of.map(tensor => collected.get(tensor.source) ?? zerosLike(tensor))
}

function partsOf(source: Application, d: Tensor, leads: ReadonlySet<Source>): readonly (Tensor | null)[] {
  const { operator, inputs, attributes, outputs } = source
  const parts = operator.gradient?.(
    d,
    inputs as never,
    outputs.map((type, output) => ({ ...type, source, output })) as never,
    attributes,
  )
  const differentiable = inputs.every((made, i) => !leads.has(made.source) || parts?.[i] != null)
  if (parts === undefined || !differentiable) {
    throw new Error(`${operator.name} has no gradient, but lies between the loss and what is to be learnt`)
  }
  return parts
}

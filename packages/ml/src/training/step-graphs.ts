import { encode } from '../graph/encode.ts'
import { gradient } from '../graph/gradient.ts'
import { add, multiply } from '../graph/ops/elementwise.ts'
import { reshape } from '../graph/ops/shape.ts'
import { size } from '../graph/shape.ts'
import { substituted } from '../graph/substitute.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { clipped } from './clip.ts'
import type { Optimiser } from './optimiser.ts'
import { type Packing, packedInput, packedTensors, unpackedTensors } from './packing.ts'

/** What the graphs of a training are made from. */
export interface StepGraphs {
  readonly loss: Tensor
  readonly parameters: readonly ParameterSpec[]
  readonly optimiser: Optimiser
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly clip?: number
  /** The parameters that are learnt, in the order of the packing. */
  readonly learnt: readonly ParameterSpec[]
  readonly packing: Packing
}

export const packedName = 'parameters'
export const gradientName = 'gradient'
export const shareName = 'share'
export const nextName = (name: string) => `next ${name}`
export const numberName = (name: string) => `optimiser ${name}`
export const partName = (part: number) => `${gradientName} ${part}`

/** The parameters a step itself moves, as the statistics of a batch norm. */
export const movedBy = (parameters: readonly ParameterSpec[]): readonly ParameterSpec[] =>
  parameters.filter(({ next }) => next !== undefined)

/** One run is a whole step: forward, backward, and the optimiser's update. */
export function encodeStep(graphs: StepGraphs): Uint8Array {
  const { loss, packing, parameters } = graphs
  const moved = movedBy(parameters)
  const all = packedInput(packedName, packing)
  const flat = (name: string) => (name === packedName ? all : packedInput(name, packing))
  return encodeOver(graphs, all, {
    loss: reshape(loss, []),
    ...updated(graphs, flat, packedTensors(packing, gradientsOf(graphs, loss))),
    ...Object.fromEntries(moved.map(({ name, next }) => [nextName(name), next!])),
  })
}

/** One run gives the loss of a part of a batch and its gradient, both times the part's share in the batch. */
export function encodeShard(graphs: StepGraphs): Uint8Array {
  const loss = multiply(reshape(graphs.loss, []), input(shareName, []))
  const gradient = packedTensors(graphs.packing, gradientsOf(graphs, loss))
  return encodeOver(graphs, packedInput(packedName, graphs.packing), { loss, [gradientName]: gradient })
}

/** One run is the optimiser's update of some of what is packed by the sum of so many gradients. */
export function encodeUpdate(graphs: StepGraphs, parts: number): Uint8Array {
  const flat = (name: string) => input(name, ['length'])
  const gradients = Array.from({ length: parts }, (_, i) => flat(partName(i)))
  const sum = gradients.reduce((sum, part) => add(sum, part))
  return encode({ outputs: updated(graphs, flat, sum) })
}

function gradientsOf({ learnt }: StepGraphs, loss: Tensor): readonly Tensor[] {
  if (size(loss.shape) !== 1) throw new Error('a loss is a single number')
  if (learnt.length === 0) throw new Error('there is nothing to learn')
  return gradient(
    loss,
    learnt.map(({ tensor }) => tensor),
  )
}

function updated(
  { optimiser, clip }: StepGraphs,
  flat: (name: string) => Tensor,
  gradient: Tensor,
): Record<string, Tensor> {
  const numbers = Object.fromEntries(optimiser.numbers.map(name => [name, input(numberName(name), [])]))
  const slots = optimiser.slots.map(flat)
  const after = optimiser.update(flat(packedName), clipped(gradient, clip), slots, numbers)
  const next = after.slots.map((slot, i) => [nextName(optimiser.slots[i]!), slot] as const)
  return { [nextName(packedName)]: after.parameter, ...Object.fromEntries(next) }
}

/** Encodes what rests on the model's parameters: those learnt come packed, those moved by name, the others stand in the file. */
function encodeOver(
  { learnt, packing, parameters, weights }: StepGraphs,
  all: Tensor,
  outputs: Record<string, Tensor>,
): Uint8Array {
  const parts = unpackedTensors(packing, all)
  const made = substituted(Object.values(outputs), new Map(learnt.map(({ tensor }, i) => [tensor.source, parts[i]!])))
  const changing = new Set([...learnt, ...movedBy(parameters)].map(({ name }) => name))
  return encode({
    outputs: Object.fromEntries(Object.keys(outputs).map((name, i) => [name, made[i]!])),
    parameters: new Map([...weights].filter(([name]) => !changing.has(name))),
  })
}

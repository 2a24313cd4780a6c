import { encode } from '../graph/encode.ts'
import { gradient } from '../graph/gradient.ts'
import { reshape } from '../graph/ops/shape.ts'
import { size } from '../graph/shape.ts'
import { substituted } from '../graph/substitute.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { type Feed, openSession, type SessionOptions } from '../runtime/session.ts'
import { clipped } from './clip.ts'
import type { Optimiser, Pace } from './optimiser.ts'
import { type Packing, packed, packedInput, packedTensors, packing, unpacked, unpackedTensors } from './packing.ts'

/** Everything a training run is made of, besides its data: what a checkpoint keeps. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number
  readonly weights: ReadonlyMap<string, Float32Array>
  /** What the optimiser remembers, by parameter, in the order of its slots. */
  readonly slots: ReadonlyMap<string, readonly Float32Array[]>
}

export interface TrainerOptions extends SessionOptions {
  /** A single number, made of parameters and inputs. */
  readonly loss: Tensor
  /** What the model declared. */
  readonly parameters: readonly ParameterSpec[]
  readonly optimiser: Optimiser
  /** Values for all parameters the loss rests on. */
  readonly weights: ReadonlyMap<string, Float32Array>
  /** Which of them are learnt; the others stay as they are. All by default. */
  readonly learns?: (name: string) => boolean
  /** The largest length of the gradient as a whole. */
  readonly clip?: number
  /** What a step is fed with besides its batch: the masks of dropout. */
  readonly feeds?: (step: number) => Readonly<Record<string, Feed>>
  /** Where to go on from. */
  readonly state?: TrainingState
}

export interface Trainer {
  /** One step on one batch; gives the loss before it. */
  step(feeds: Readonly<Record<string, Feed>>, pace: Pace): Promise<number>
  /** A copy of where it stands. */
  state(): TrainingState
  close(): Promise<void>
}

/** Opens a session whose every run is one training step: forward, backward, and the optimiser's update. */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  const { optimiser, weights } = options
  const learnt = packing(learntBy(options))
  const moved = options.parameters.filter(({ next }) => next !== undefined)
  const session = await openSession(encodeStep(options, learnt), options)
  const numberInputs = optimiser.numbers.filter(name => session.inputs.includes(numberName(name)))
  let { step, now, next } = begin(options, learnt)
  return {
    async step(feeds, pace) {
      const numbers = optimiser.pace(step + 1, pace)
      const given: Record<string, Feed> = { ...options.feeds?.(step + 1), ...feeds, ...now }
      for (const name of numberInputs) given[numberName(name)] = { values: Float32Array.of(numbers[name]!), shape: [] }
      const loss = new Float32Array(1)
      const into: Record<string, Feed> = { loss: { values: loss, shape: [] } }
      for (const [name, feed] of Object.entries(next)) into[nextName(name)] = feed
      await session.run(given, into)
      step++
      ;[now, next] = [next, now]
      return loss[0]!
    },
    state: () => {
      const values = (name: string) => now[name]!.values as Float32Array
      const slots = optimiser.slots.map(slot => unpacked(learnt, values(slot)))
      return {
        step,
        weights: new Map([
          ...weights,
          ...unpacked(learnt, values(packedName)),
          ...moved.map(({ name }) => [name, values(name).slice()] as const),
        ]),
        slots: new Map(learnt.parts.map(({ name }) => [name, slots.map(slot => slot.get(name)!)])),
      }
    },
    close: () => session.close(),
  }
}

/** What the optimiser changes: not what a step itself moves, as the statistics of a batch norm. */
const learntBy = ({ parameters, learns = () => true }: TrainerOptions): ParameterSpec[] =>
  parameters.filter(({ name, trained, next }) => next === undefined && trained && learns(name))

/**
 * What a step reads, by input: the parameters learnt, the optimiser's slots, and each parameter that a step moves.
 * Every step writes to memory of the same shapes, and the two change places.
 */
function begin({ optimiser, parameters, weights, state }: TrainerOptions, learnt: Packing) {
  const valuesOf = (name: string): Float32Array => {
    const values = (state?.weights ?? weights).get(name)
    if (values === undefined) throw new Error(`parameter ${name} has no values to start from`)
    return values
  }
  const flat = (values: Float32Array): Feed => ({ values, shape: [learnt.length] })
  const now: Record<string, Feed> = { [packedName]: flat(packed(learnt, valuesOf)) }
  optimiser.slots.forEach((slot, i) => {
    now[slot] = flat(packed(learnt, name => state?.slots.get(name)?.[i]))
  })
  for (const { name, shape, next } of parameters) {
    if (next !== undefined) now[name] = { values: valuesOf(name).slice(), shape }
  }
  const empty = ({ values, shape }: Feed): Feed => ({ values: new Float32Array(values.length), shape })
  const next = Object.fromEntries(Object.entries(now).map(([name, feed]) => [name, empty(feed)]))
  return { step: state?.step ?? 0, now, next }
}

const packedName = 'parameters'
const nextName = (name: string) => `next ${name}`
const numberName = (name: string) => `optimiser ${name}`

function encodeStep(
  { loss, parameters, optimiser, weights, clip, ...rest }: TrainerOptions,
  learnt: Packing,
): Uint8Array {
  if (size(loss.shape) !== 1) throw new Error('a loss is a single number')
  const tensors = learntBy({ loss, parameters, optimiser, weights, ...rest }).map(({ tensor }) => tensor)
  if (tensors.length === 0) throw new Error('there is nothing to learn')
  const all = packedInput(packedName, learnt)
  const gradients = clipped(packedTensors(learnt, gradient(loss, tensors)), clip)
  const numbers = Object.fromEntries(optimiser.numbers.map(name => [name, input(numberName(name), [])]))
  const slots = optimiser.slots.map(slot => packedInput(slot, learnt))
  const updated = optimiser.update(all, gradients, slots, numbers)
  const moved = parameters.filter(({ next }) => next !== undefined)
  const outputs: Record<string, Tensor> = {
    loss: reshape(loss, []),
    [nextName(packedName)]: updated.parameter,
    ...Object.fromEntries(updated.slots.map((slot, i) => [nextName(optimiser.slots[i]!), slot])),
    ...Object.fromEntries(moved.map(({ name, next }) => [nextName(name), next!])),
  }
  const parts = unpackedTensors(learnt, all)
  const made = substituted(Object.values(outputs), new Map(tensors.map(({ source }, i) => [source, parts[i]!])))
  const changing = new Set([...learnt.parts, ...moved].map(({ name }) => name))
  return encode({
    outputs: Object.fromEntries(Object.keys(outputs).map((name, i) => [name, made[i]!])),
    parameters: new Map([...weights].filter(([name]) => !changing.has(name))),
  })
}

import type { Tensor } from '../graph/tensor.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { coresFor } from '../runtime/cores.ts'
import type { Feed, Feeds, SessionOptions } from '../runtime/session.ts'
import { sharedCopy, sharedFloats } from '../runtime/shared-memory.ts'
import type { Optimiser, Pace } from './optimiser.ts'
import { packed, packing, unpacked } from './packing.ts'
import { movedBy, nextName, numberName, packedName, type StepGraphs } from './step-graphs.ts'
import { openSharded, openWhole } from './stepper.ts'

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
  /** What a step is fed with besides each part of its batch, which has so many rows: the masks of dropout. */
  readonly feeds?: (step: number, part: number, rows: number) => Feeds
  /**
   * Threads share the rows of each batch. Only for a loss that is the mean over them: not for one that counts what was
   * observed, nor for a batch norm. Steps on a GPU are never shared.
   */
  readonly shared?: boolean
  /** Where to go on from. */
  readonly state?: TrainingState
}

export interface Trainer {
  /** One step on one batch; gives the loss before it. */
  step(feeds: Feeds, pace: Pace): Promise<number>
  /** A copy of where it stands. */
  state(): TrainingState
  close(): Promise<void>
}

/**
 * Opens what makes training steps. The same options give the same weights; another number of threads gives others where
 * they share batches, since each draws its own dropout.
 */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  const { optimiser, weights, parameters } = options
  const learnt = learntBy(options)
  const layout = packing(learnt)
  const graphs: StepGraphs = { ...options, learnt, packing: layout }
  const stepper = await (options.shared && coresFor(options) > 1 ? openSharded : openWhole)(graphs, options)
  let { step, now, next } = begin(options, graphs)
  return {
    async step(feeds, pace) {
      const numbers = optimiser.pace(step + 1, pace)
      const given: Record<string, Feed> = { ...now }
      for (const name of optimiser.numbers)
        given[numberName(name)] = { values: Float32Array.of(numbers[name]!), shape: [] }
      const into = Object.fromEntries(Object.entries(next).map(([name, feed]) => [nextName(name), feed]))
      const loss = await stepper.run({ number: step + 1, batch: feeds, given, into })
      step++
      ;[now, next] = [next, now]
      return loss
    },
    state: () => {
      const values = (name: string) => now[name]!.values as Float32Array
      const slots = optimiser.slots.map(slot => unpacked(layout, values(slot)))
      return {
        step,
        weights: new Map([
          ...weights,
          ...unpacked(layout, values(packedName)),
          ...movedBy(parameters).map(({ name }) => [name, values(name).slice()] as const),
        ]),
        slots: new Map(layout.parts.map(({ name }) => [name, slots.map(slot => slot.get(name)!)])),
      }
    },
    close: () => stepper.close(),
  }
}

/** What the optimiser changes: not what a step itself moves, as the statistics of a batch norm. */
const learntBy = ({ parameters, learns = () => true }: TrainerOptions): ParameterSpec[] =>
  parameters.filter(({ name, trained, next }) => next === undefined && trained && learns(name))

/**
 * What a step reads, by input: the parameters learnt, the optimiser's slots, and each parameter that a step moves.
 * Every step writes to memory of the same shapes, and the two change places.
 */
function begin({ optimiser, parameters, weights, state }: TrainerOptions, { packing }: StepGraphs) {
  const valuesOf = (name: string): Float32Array => {
    const values = (state?.weights ?? weights).get(name)
    if (values === undefined) throw new Error(`parameter ${name} has no values to start from`)
    return values
  }
  const flat = (values: Float32Array): Feed => ({ values: sharedCopy(values), shape: [packing.length] })
  const now: Record<string, Feed> = { [packedName]: flat(packed(packing, valuesOf)) }
  optimiser.slots.forEach((slot, i) => {
    now[slot] = flat(packed(packing, name => state?.slots.get(name)?.[i]))
  })
  for (const { name, shape } of movedBy(parameters)) now[name] = { values: sharedCopy(valuesOf(name)), shape }
  const empty = ({ values, shape }: Feed): Feed => ({ values: sharedFloats(values.length), shape })
  const next = Object.fromEntries(Object.entries(now).map(([name, feed]) => [name, empty(feed)]))
  return { step: state?.step ?? 0, now, next }
}

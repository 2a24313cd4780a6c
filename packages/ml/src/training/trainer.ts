import { encode } from '../graph/encode.ts'
import { gradient } from '../graph/gradient.ts'
import { reshape } from '../graph/ops/shape.ts'
import { size } from '../graph/shape.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { type Feed, openSession, type Session, type SessionOptions } from '../runtime/session.ts'
import { clipped } from './clip.ts'
import type { Optimiser, Pace } from './optimiser.ts'

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

interface Learnt {
  readonly name: string
  readonly tensor: Tensor
  /** What a step makes of it, where that is not the optimiser's business. */
  readonly moved: Tensor | null
  /** The parameter, then its slots: read from one half, written to the other, which then change places. */
  now: Float32Array[]
  next: Float32Array[]
}

/** Opens a session whose every run is one training step: forward, backward, and the optimiser's update. */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  const { optimiser, weights, state } = options
  const learnt = learntBy(options)
  const session = await openSession(encodeStep(options, learnt), options)
  let step = state?.step ?? 0
  return {
    async step(feeds, pace) {
      const numbers = optimiser.pace(step + 1, pace)
      const given = { ...options.feeds?.(step + 1), ...feeds }
      const loss = await run(session, optimiser, learnt, given, numbers)
      step++
      for (const one of learnt) [one.now, one.next] = [one.next, one.now]
      return loss
    },
    state: () => ({
      step,
      weights: new Map([...weights, ...learnt.map(({ name, now }) => [name, now[0]!.slice()] as const)]),
      slots: new Map(learnt.map(({ name, now }) => [name, now.slice(1).map(values => values.slice())])),
    }),
    close: () => session.close(),
  }
}

function learntBy({ parameters, learns = () => true, optimiser, weights, state }: TrainerOptions): Learnt[] {
  const chosen = parameters.filter(({ name, trained, next }) => next !== undefined || (trained && learns(name)))
  return chosen.map(({ name, tensor, next: moved = null }) => {
    const values = (state?.weights ?? weights).get(name)
    if (values === undefined) throw new Error(`parameter ${name} has no values to start from`)
    const remembered = moved === null ? optimiser.slots : []
    const slots = remembered.map((_, i) => state?.slots.get(name)?.[i]?.slice() ?? new Float32Array(values.length))
    const now = [values.slice(), ...slots]
    return { name, tensor, moved, now, next: now.map(part => new Float32Array(part.length)) }
  })
}

const slotName = (name: string, slot: string) => `${name}#${slot}`
const nextName = (name: string) => `next ${name}`
const numberName = (name: string) => `optimiser ${name}`

function encodeStep({ loss, optimiser, weights, clip }: TrainerOptions, learnt: readonly Learnt[]): Uint8Array {
  if (size(loss.shape) !== 1) throw new Error('a loss is a single number')
  const gradients = clipped(
    gradient(
      loss,
      learnt.map(({ tensor }) => tensor),
    ),
    clip,
  )
  const numbers = Object.fromEntries(optimiser.numbers.map(name => [name, input(numberName(name), [])]))
  const outputs: Record<string, Tensor> = { loss: reshape(loss, []) }
  learnt.forEach(({ name, tensor, moved }, i) => {
    if (moved !== null) {
      outputs[nextName(name)] = moved
      return
    }
    const slots = optimiser.slots.map(slot => input(slotName(name, slot), tensor.shape))
    const updated = optimiser.update(tensor, gradients[i]!, slots, numbers)
    outputs[nextName(name)] = updated.parameter
    updated.slots.forEach((slot, s) => {
      outputs[nextName(slotName(name, optimiser.slots[s]!))] = slot
    })
  })
  const fixed = new Map([...weights].filter(([name]) => !learnt.some(one => one.name === name)))
  return encode({ outputs, parameters: fixed })
}

async function run(
  session: Session,
  optimiser: Optimiser,
  learnt: readonly Learnt[],
  feeds: Readonly<Record<string, Feed>>,
  numbers: Readonly<Record<string, number>>,
): Promise<number> {
  const given: Record<string, Feed> = { ...feeds }
  const into: Record<string, Feed> = {}
  for (const [name, value] of Object.entries(numbers)) {
    const key = numberName(name)
    if (session.inputs.includes(key)) given[key] = { values: Float32Array.of(value), shape: [] }
  }
  for (const { name, tensor, moved, now, next } of learnt) {
    const shape = tensor.shape as readonly number[]
    const slots = moved === null ? optimiser.slots : []
    ;[name, ...slots.map(slot => slotName(name, slot))].forEach((key, i) => {
      given[key] = { values: now[i]!, shape }
      into[nextName(key)] = { values: next[i]!, shape }
    })
  }
  const loss = new Float32Array(1)
  await session.run(given, { ...into, loss: { values: loss, shape: [] } })
  return loss[0]!
}

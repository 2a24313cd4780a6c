import { coresFor } from '../runtime/cores.ts'
import { openReplicas } from '../runtime/replicas.ts'
import { type Feed, type Feeds, openSession, type SessionOptions } from '../runtime/session.ts'
import { sharedFloats } from '../runtime/shared-memory.ts'
import { rowsIn } from './batches.ts'
import { sharder } from './shards.ts'
import {
  encodeShard,
  encodeStep,
  encodeUpdate,
  gradientName,
  packedName,
  partName,
  type StepGraphs,
  shareName,
} from './step-graphs.ts'

/** What a step reads and writes. */
export interface Step {
  readonly number: number
  readonly batch: Feeds
  /** Parameters, slots, and the optimiser's numbers. */
  readonly given: Feeds
  /** Where the next parameters and slots are written. */
  readonly into: Feeds
}

/** Runs training steps; gives the loss before each. */
export interface Stepper {
  run(step: Step): Promise<number>
  close(): Promise<void>
}

export interface StepperOptions extends SessionOptions {
  /** What a step is fed with besides each part of its batch, which has so many rows: the masks of dropout. */
  readonly feeds?: (step: number, part: number, rows: number) => Feeds
}

/** A step is one run over the whole batch. */
export async function openWhole(graphs: StepGraphs, options: StepperOptions): Promise<Stepper> {
  const session = await openSession(encodeStep(graphs), options)
  const takes = (feeds: Feeds) => pick(feeds, name => session.inputs.includes(name))
  return {
    async run({ number, batch, given, into }) {
      const loss = { values: new Float32Array(1), shape: [] }
      await session.run({ ...options.feeds?.(number, 0, rowsIn(batch)), ...batch, ...takes(given) }, { ...into, loss })
      return loss.values[0]!
    },
    close: () => session.close(),
  }
}

const [shardGraph, updateGraph] = [0, 1]

/**
 * Data parallelism: threads share a batch, each with one part of its rows, and then the update by the sum of their
 * gradients, each with one part of the parameters. One thread an operator keeps the cores far busier than several
 * threads in each of many small operators.
 */
export async function openSharded(graphs: StepGraphs, options: StepperOptions): Promise<Stepper> {
  const threads = coresFor(options)
  const replicas = await openReplicas([encodeShard(graphs), encodeUpdate(graphs, threads)], threads)
  const shardsOf = sharder(threads)
  const { length } = graphs.packing
  const gradients = Array.from({ length: threads }, () => ({ values: sharedFloats(length), shape: [length] }))
  const parts = Object.fromEntries(gradients.map((gradient, i) => [partName(i), gradient]))
  const losses = Array.from({ length: threads }, () => ({ values: sharedFloats(1), shape: [] }))
  // A gradient that is shortened has to be seen as a whole.
  const pieces = graphs.clip === undefined ? threads : 1
  return {
    async run({ number, batch, given, into }) {
      const shards = shardsOf(batch)
      const jobs = shards.map(({ rows, count, share }, i) => ({
        graph: shardGraph,
        feeds: {
          ...options.feeds?.(number, i, count),
          ...rows,
          [packedName]: given[packedName]!,
          [shareName]: { values: Float32Array.of(share), shape: [] },
        },
        into: { loss: losses[i]!, [gradientName]: gradients[i]! },
      }))
      for (const { values } of gradients.slice(jobs.length)) values.fill(0)
      const updates = Array.from({ length: pieces }, (_, i) => {
        const [from, to] = [Math.round((i * length) / pieces), Math.round(((i + 1) * length) / pieces)]
        const cut = (feeds: Feeds) => mapped(feeds, feed => between(feed, from, to))
        return { graph: updateGraph, feeds: cut({ ...given, ...parts }), into: cut(into) }
      })
      await replicas.run([jobs, updates])
      return losses.slice(0, jobs.length).reduce((sum, { values }) => sum + values[0]!, 0)
    },
    close: () => replicas.close(),
  }
}

/** A part of what is packed; the optimiser's numbers stay as they are. */
const between = ({ values, shape }: Feed, from: number, to: number): Feed =>
  shape.length === 0 ? { values, shape } : { values: values.subarray(from, to), shape: [to - from] }

const mapped = (feeds: Feeds, change: (feed: Feed) => Feed): Feeds =>
  Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, change(feed)]))

const pick = (feeds: Feeds, wanted: (name: string) => boolean): Feeds =>
  Object.fromEntries(Object.entries(feeds).filter(([name]) => wanted(name)))

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Feed, openSession } from './session.ts'

export type Feeds = Readonly<Record<string, Feed>>

/**
 * One run of a replica: of which of its graphs, what it is fed with (what the graph does not take is left out), and the
 * memory its outputs are written to.
 */
export interface Job {
  readonly graph: number
  readonly feeds: Feeds
  readonly into: Feeds
}

/** The same graphs several times, each time on a processor core of its own. */
export interface Replicas {
  /** Runs as many jobs at once as there are replicas, at most. What they read and write is best `sharedFloats`. */
  run(jobs: readonly Job[]): Promise<void>
  close(): Promise<void>
}

/** Memory that threads share. */
export const sharedFloats = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))

export function sharedCopy(values: Float32Array): Float32Array {
  const copy = sharedFloats(values.length)
  copy.set(values)
  return copy
}

/** Some graphs on one core. */
export async function openGraphs(graphs: readonly Uint8Array[]) {
  const sessions = await Promise.all(graphs.map(graph => openSession(graph, { providers: ['cpu'], threads: 1 })))
  return {
    async run({ graph, feeds, into }: Job): Promise<void> {
      const session = sessions[graph]!
      await session.run(Object.fromEntries(session.inputs.map(name => [name, feeds[name]!])), into)
    },
    close: () => Promise.all(sessions.map(session => session.close())),
  }
}

/** The first replica works in the calling thread, which has nothing to do but wait for the others. */
export async function openReplicas(graphs: readonly Uint8Array[], count: number): Promise<Replicas> {
  const others = Array.from({ length: count - 1 }, () => startThread(graphs))
  const own = await openGraphs(graphs)
  await Promise.all(others.map(({ ready }) => ready))
  return {
    async run([first, ...jobs]) {
      const done = jobs.map((job, i) => others[i]!.run(job))
      if (first) await own.run(first)
      await Promise.all(done)
    },
    async close() {
      await Promise.all([own, ...others].map(one => one.close()))
    },
  }
}

/** A thread that fails takes the run with it: what it owed is rejected. */
function startThread(graphs: readonly Uint8Array[]) {
  const thread = new Worker(new URL('replica-thread.ts', import.meta.url), { workerData: graphs })
  const next = async (): Promise<void> => {
    const [error] = await once(thread, 'message')
    if (error !== null) throw error
  }
  return {
    ready: next(),
    run(job: Job): Promise<void> {
      thread.postMessage(job)
      return next()
    },
    async close() {
      await thread.terminate()
    },
  }
}

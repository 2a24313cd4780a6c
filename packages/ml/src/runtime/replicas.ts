import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Feed, openSession } from './session.ts'
import { type Told, teller } from './shared-memory.ts'

export type Feeds = Readonly<Record<string, Feed>>

/**
 * One run of a replica: of which of its graphs, what it is fed with (what the graph does not take is left out), and the
 * memory its outputs are written to.
 */
export interface Job<F = Feed> {
  readonly graph: number
  readonly feeds: Readonly<Record<string, F>>
  readonly into: Readonly<Record<string, F>>
}

/** A replica's job in each phase: null where it has none. */
export type Part<F = Feed> = readonly (Job<F> | null)[]

/** The same graphs several times, each time on a processor core of its own. */
export interface Replicas {
  /**
   * Runs phases of jobs: in each as many at once as there are replicas, at most; the next begins when all of them are
   * done. Outputs are written to shared memory.
   */
  run(phases: readonly (readonly Job[])[]): Promise<void>
  close(): Promise<void>
}

/** The first replica works in the calling thread, which has nothing to do but wait for the others. */
export async function openReplicas(graphs: readonly Uint8Array[], count: number): Promise<Replicas> {
  const barrier = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const others = Array.from({ length: count - 1 }, () => startThread({ graphs, barrier, replicas: count }))
  const own = await openGraphs(graphs)
  await Promise.all(others.map(({ ready }) => ready))
  return {
    async run(phases) {
      const partOf = (replica: number): Part => phases.map(jobs => jobs[replica] ?? null)
      const done = others.map((other, i) => other.run(partOf(i + 1)))
      await Promise.all([runPart(own, partOf(0), barrier, count), ...done])
    },
    async close() {
      await Promise.all([own, ...others].map(one => one.close()))
    },
  }
}

/** Some graphs on one core. */
export interface Graphs {
  run(job: Job): Promise<void>
  close(): Promise<unknown>
}

export async function openGraphs(graphs: readonly Uint8Array[]): Promise<Graphs> {
  const sessions = await Promise.all(graphs.map(graph => openSession(graph, { providers: ['cpu'], threads: 1 })))
  return {
    async run({ graph, feeds, into }) {
      const session = sessions[graph]!
      await session.run(Object.fromEntries(session.inputs.map(name => [name, feeds[name]!])), into)
    },
    close: () => Promise.all(sessions.map(session => session.close())),
  }
}

/** Runs one replica's part. A job that fails lets the other replicas get through before it is told. */
export async function runPart(graphs: Graphs, part: Part, barrier: Int32Array, replicas: number): Promise<void> {
  let failure: unknown = null
  for (const [phase, job] of part.entries()) {
    if (phase > 0) passBarrier(barrier, replicas)
    if (job === null || failure !== null) continue
    await graphs.run(job).catch(error => {
      failure = error
    })
  }
  if (failure !== null) throw failure
}

/** Holds each replica back until all of them are there; to be passed as often as one likes. */
function passBarrier(barrier: Int32Array, replicas: number): void {
  const [arrived, round] = [0, 1]
  const now = Atomics.load(barrier, round)
  if (Atomics.add(barrier, arrived, 1) + 1 < replicas) {
    Atomics.wait(barrier, round, now)
    return
  }
  Atomics.store(barrier, arrived, 0)
  Atomics.add(barrier, round, 1)
  Atomics.notify(barrier, round)
}

/** What a thread is started with. */
export interface ReplicaData {
  readonly graphs: readonly Uint8Array[]
  readonly barrier: Int32Array
  readonly replicas: number
}

/** What a thread is told: the next of the memory it shares, or what to run. */
export type Message = { readonly shares: SharedArrayBuffer } | { readonly runs: Part<Told> }

/** A thread that fails takes the run with it: what it owed is rejected. */
function startThread(workerData: ReplicaData) {
  const thread = new Worker(new URL('replica-thread.ts', import.meta.url), { workerData })
  const say = (message: Message) => thread.postMessage(message)
  const tell = teller(shares => say({ shares }))
  const toldOf = (feeds: Feeds) =>
    Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tell(feed)] as const))
  const next = async (): Promise<void> => {
    const [error] = await once(thread, 'message')
    if (error !== null) throw error
  }
  return {
    ready: next(),
    run(part: Part): Promise<void> {
      say({ runs: part.map(job => job && { ...job, feeds: toldOf(job.feeds), into: toldOf(job.into) }) })
      return next()
    },
    async close() {
      await thread.terminate()
    },
  }
}

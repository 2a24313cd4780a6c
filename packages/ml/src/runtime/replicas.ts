import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Barrier, barrierOf, fail, hasFailed, passBarrier } from './barrier.ts'
import { type Feed, type Feeds, openSession } from './session.ts'
import { type Told, teller } from './shared-memory.ts'

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
  /** Of all graphs. */
  readonly inputs: readonly string[]
  /**
   * Runs phases of jobs: in each as many at once as there are replicas, at most; the next begins when all of them are
   * done. Outputs are written to shared memory.
   */
  run(phases: readonly (readonly Job[])[]): Promise<void>
  close(): Promise<void>
}

/** The first replica works in the calling thread, which has nothing to do but wait for the others. */
export async function openReplicas(graphs: readonly Uint8Array[], count: number): Promise<Replicas> {
  const barrier = barrierOf(count)
  const others = Array.from({ length: count - 1 }, () => startThread({ graphs, barrier }))
  const opening = openGraphs(graphs)
  const close = async () => {
    const own = await opening.catch(() => null)
    await Promise.all([own, ...others].map(one => one?.close()))
  }
  const [own] = await Promise.all([opening, ...others.map(({ ready }) => ready)]).catch(async error => {
    await close()
    throw error
  })
  return {
    inputs: own.inputs,
    async run(phases) {
      const partOf = (replica: number): Part => phases.map(jobs => jobs[replica] ?? null)
      for (const [i, other] of others.entries()) other.run(partOf(i + 1))
      await runPart(own, partOf(0), barrier)
      if (hasFailed(barrier)) await Promise.race(others.map(({ failure }) => failure))
    },
    close,
  }
}

/** Some graphs on one core. */
export interface Graphs {
  /** Of all of them. */
  readonly inputs: readonly string[]
  run(job: Job): Promise<void>
  close(): Promise<unknown>
}

export async function openGraphs(graphs: readonly Uint8Array[]): Promise<Graphs> {
  const sessions = await Promise.all(graphs.map(graph => openSession(graph, { providers: ['cpu'], threads: 1 })))
  return {
    inputs: sessions.flatMap(({ inputs }) => inputs),
    async run({ graph, feeds, into }) {
      const session = sessions[graph]!
      await session.run(Object.fromEntries(session.inputs.map(name => [name, feeds[name]!])), into)
    },
    close: () => Promise.all(sessions.map(session => session.close())),
  }
}

/**
 * Runs one replica's part, and ends when all of them have. A job that fails lets the other replicas get through before
 * it is told.
 */
export async function runPart(graphs: Graphs, part: Part, barrier: Barrier): Promise<void> {
  let failure: unknown = null
  for (const job of part) {
    if (job !== null && failure === null) {
      await graphs.run(job).catch(error => {
        failure = error
        fail(barrier)
      })
    }
    passBarrier(barrier)
  }
  if (failure !== null) throw failure
}

/** What a thread is started with. */
export interface ReplicaData {
  readonly graphs: readonly Uint8Array[]
  readonly barrier: Barrier
}

/** What a thread is told: the next of the memory it shares, or what to run. */
export type Message = { readonly shares: SharedArrayBuffer } | { readonly runs: Part<Told> }

/** A thread speaks when it is ready, and then only of what went wrong: that a run is over, the barrier tells sooner. */
function startThread(workerData: ReplicaData) {
  const thread = new Worker(new URL('replica-thread.ts', import.meta.url), { workerData })
  const say = (message: Message) => thread.postMessage(message)
  const tell = teller(shares => say({ shares }))
  const toldOf = (feeds: Feeds) =>
    Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tell(feed)] as const))
  const ready = once(thread, 'message')
  const failure = ready.then(async () => {
    const [error] = await once(thread, 'message')
    throw error
  })
  failure.catch(() => {})
  return {
    ready,
    failure,
    run(part: Part): void {
      say({ runs: part.map(job => job && { ...job, feeds: toldOf(job.feeds), into: toldOf(job.into) }) })
    },
    async close() {
      await thread.terminate()
    },
  }
}

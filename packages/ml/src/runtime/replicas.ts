import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
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
  const own = await openGraphs(graphs)
  await Promise.all(others.map(({ ready }) => ready))
  return {
    inputs: own.inputs,
    async run(phases) {
      const partOf = (replica: number): Part => phases.map(jobs => jobs[replica] ?? null)
      for (const [i, other] of others.entries()) other.run(partOf(i + 1))
      await runPart(own, partOf(0), barrier)
      if (Atomics.load(barrier.words, Word.failed) !== 0) await Promise.race(others.map(({ failure }) => failure))
    },
    async close() {
      await Promise.all([own, ...others].map(one => one.close()))
    },
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
export async function runPart(graphs: Graphs, part: Part, { words, replicas }: Barrier): Promise<void> {
  let failure: unknown = null
  for (const job of part) {
    if (job !== null && failure === null) {
      await graphs.run(job).catch(error => {
        failure = error
        Atomics.store(words, Word.failed, 1)
      })
    }
    passBarrier(words, replicas)
  }
  if (failure !== null) throw failure
}

/** No graph runs this long, in milliseconds: a replica that is later than this will not come. */
const longestWait = 60_000

/** Where replicas wait for one another: memory that they share, and how many they are. */
export interface Barrier {
  readonly words: Int32Array
  readonly replicas: number
}

const Word = { arrived: 0, round: 1, failed: 2 } as const

const barrierOf = (replicas: number): Barrier => ({
  words: new Int32Array(new SharedArrayBuffer(Object.keys(Word).length * Int32Array.BYTES_PER_ELEMENT)),
  replicas,
})

/** Holds each replica back until all of them are there; to be passed as often as one likes. */
function passBarrier(words: Int32Array, replicas: number): void {
  const now = Atomics.load(words, Word.round)
  if (Atomics.add(words, Word.arrived, 1) + 1 < replicas) {
    if (Atomics.wait(words, Word.round, now, longestWait) !== 'timed-out') return
    throw new Fault('UNAVAILABLE', 'a thread that shares the work does not answer; begin again')
  }
  Atomics.store(words, Word.arrived, 0)
  Atomics.add(words, Word.round, 1)
  Atomics.notify(words, Word.round)
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

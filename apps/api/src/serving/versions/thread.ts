import { AsyncResource } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
import type { Step } from '@seriema/domain/step'
import type { Member, VersionForecast } from '@seriema/ml/contract/trainable'
import { spansOf, wantedTrace } from '../../telemetry/span.ts'
import type { Trace } from '../../telemetry/trace.ts'
import type { OpenedFacts, VersionAnswers, VersionFailure, VersionReply, VersionRequest } from './worker.ts'

/** Milliseconds a thread has to end by itself. */
const grace = 1_000

/** A version that is loaded in the thread. */
export interface ThreadVersion extends OpenedFacts {
  /** The newest points of a series of this step that it looks at. */
  pointsNeeded(step: Step): Promise<number>
  /** One per member, in order: what fails for one costs no other. Calls that wait at once are computed together. */
  forecast(members: readonly Member[], horizon: number): Promise<readonly (VersionForecast | Fault | Error)[]>
  close(): void
}

/** Versions forecast in a thread of their own: ONNX Runtime computes on the thread that asks. */
export interface VersionThread {
  /** Throws UNSUPPORTED_MODEL, UNREADABLE_FILE. */
  open(version: number, artifact: Uint8Array): Promise<ThreadVersion>
  /** Ends what takes too long, and with it all that is loaded: `onLost` is told. */
  abandon(): void
  close(): Promise<void>
}

/** What becomes of those who did nothing wrong when the thread ends: asked again, they are loaded again. */
const interrupted = () =>
  new Fault('UNAVAILABLE', 'another version took too long, so this one is loaded again: ask again', { another: true })

export const wasInterrupted = (error: unknown): boolean => error instanceof Fault && error.details.another === true

type Asked = VersionRequest extends infer R ? (R extends { readonly id: number } ? Omit<R, 'id'> : never) : never

interface Waiting {
  /** Whose part it is, where somebody collects spans. */
  readonly trace: Trace | null
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

/** Started when first asked, so that who deploys no version that forecasts pays nothing. */
export function createVersionThread(onLost: () => void): VersionThread {
  let worker: Worker | null = null
  let last = 0
  const waiting = new Map<number, Waiting>()

  const lost = (dead: Worker, error: Error) => {
    if (worker !== dead) return
    worker = null
    const all = [...waiting.values()]
    waiting.clear()
    onLost()
    for (const { reject } of all) reject(error)
    void endOf(dead)
  }

  const start = (): Worker => {
    const made = new Worker(new URL('./worker.ts', import.meta.url))
    made.unref()
    made.on('message', (reply: VersionReply) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      spansOf(asked?.trace ?? null, reply.stretches)
      if ('failed' in reply) asked?.reject(errorOf(reply.failed))
      else asked?.resolve(reply.answer as never)
    })
    made.on('error', error => lost(made, error instanceof Error ? error : new Error(String(error))))
    return made
  }

  const ask = <K extends Asked['kind']>(request: Asked & { readonly kind: K }): Promise<VersionAnswers[K]> => {
    worker ??= start()
    const { promise, resolve, reject } = Promise.withResolvers<VersionAnswers[K]>()
    const id = ++last
    const trace = wantedTrace()
    waiting.set(id, { trace, resolve, reject })
    worker.postMessage({ ...request, id, traced: trace !== null })
    return promise
  }

  /** Of what was loaded in one thread nothing is known in the next. */
  const requireThread = (on: Worker | null) => {
    if (worker !== on) throw interrupted()
  }

  return {
    async open(version, artifact) {
      const facts = await ask({ kind: 'open', version, artifact })
      const on = worker
      const needs = new Map<string, Promise<number>>()
      return {
        ...facts,
        async pointsNeeded(step) {
          requireThread(on)
          const name = JSON.stringify(step)
          const known = needs.get(name) ?? ask({ kind: 'needs', version, step })
          needs.set(name, known)
          known.catch(() => needs.delete(name))
          return known
        },
        forecast: together(async (members, horizon) => {
          requireThread(on)
          const made = await ask({ kind: 'forecast', version, members, horizon })
          return made.map(one => ('mean' in one ? one : errorOf(one)))
        }),
        close() {
          if (on !== null && worker === on) ask({ kind: 'close', version }).catch(() => {})
        },
      }
    },
    abandon() {
      if (worker !== null) lost(worker, interrupted())
    },
    async close() {
      const ended = worker
      worker = null
      const closed = new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')
      for (const { reject } of waiting.values()) reject(closed)
      waiting.clear()
      if (ended !== null) await endOf(ended)
    },
  }
}

/** By itself if it can: a thread that is ended while ONNX Runtime computes takes the whole process along. */
async function endOf(worker: Worker): Promise<void> {
  const gone = new Promise(resolve => worker.once('exit', resolve))
  worker.postMessage('end')
  await Promise.race([gone, pause(grace, null, { ref: false })])
  await worker.terminate()
}

type Forecast = ThreadVersion['forecast']

/** While one call is under way those that come wait, and are then one call, as far ahead as any of them looks. */
function together(run: Forecast): Forecast {
  let waiting: {
    readonly members: readonly Member[]
    readonly horizon: number
    /** Runs as a part of the trace of whoever asked. */
    readonly within: typeof run
    readonly resolve: (made: Awaited<ReturnType<Forecast>>) => void
    readonly reject: (error: unknown) => void
  }[] = []
  let busy = false
  const work = async () => {
    if (busy) return
    busy = true
    // Those who ask in the same turn of the loop are asked for together as well.
    await Promise.resolve()
    while (waiting.length > 0) {
      const all = waiting
      waiting = []
      try {
        // What several have asked for is told as a part of what the first of them asked.
        const made = await all[0]!.within(
          all.flatMap(({ members }) => members),
          Math.max(...all.map(({ horizon }) => horizon)),
        )
        let from = 0
        for (const { members, horizon, resolve } of all) {
          resolve(made.slice(from, from + members.length).map(one => (one instanceof Error ? one : upTo(one, horizon))))
          from += members.length
        }
      } catch (error) {
        for (const { reject } of all) reject(error)
      }
    }
    busy = false
  }
  return (members, horizon) => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Forecast>>>()
    waiting.push({ members, horizon, within: AsyncResource.bind(run), resolve, reject })
    void work()
    return promise
  }
}

function upTo({ times, mean, intervals }: VersionForecast, horizon: number): VersionForecast {
  if (times.length <= horizon) return { times, mean, intervals }
  const cut = (values: Float64Array) => values.subarray(0, horizon)
  return {
    times: cut(times),
    mean: mean.map(cut),
    intervals: intervals.map(({ level, lower, upper }) => ({ level, lower: lower.map(cut), upper: upper.map(cut) })),
  }
}

const errorOf = ({ code, message }: VersionFailure): Error =>
  code === null ? new Error(message) : new Fault(code, message)

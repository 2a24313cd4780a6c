import '@seriema/ml/runtime/silence'

import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import { spansOf, wantedTrace } from '../telemetry/span.ts'
import type { Trace } from '../telemetry/trace.ts'
import type { ForecastEngine } from './engine.ts'
import type { PretrainedStatus } from './pretrained.ts'
import type { ForecastTask, MadeForecast } from './task.ts'
import { createTurns } from './turns.ts'
import type { WeightSources } from './weight-sources.ts'
import type { Failure, WorkerReply, WorkerRequest } from './worker.ts'

/** Milliseconds a thread has to end by itself. */
const grace = 1_000
/** Tasks that were done before and take next to no time: so many at once, which share a network's batch. */
const together = 16
/** Tasks that wait, at most. */
const mostWaiting = 1_000

interface Job {
  readonly id: number
  readonly task: ForecastTask
  /** Whose part it is, where somebody collects spans. */
  readonly trace: Trace | null
  readonly resolve: (made: MadeForecast) => void
  readonly reject: (error: Error) => void
}

export interface ForecastThread extends ForecastEngine {
  /** The pretrained kinds, whether they are there or not. */
  readonly pretrained: readonly PretrainedStatus[]
  close(): Promise<void>
}

interface Running {
  readonly worker: Worker
  /** How loading went. */
  readonly loaded: Promise<readonly PretrainedStatus[] | Error>
}

/**
 * The engine in a thread of its own, so that neither a fit nor a network (onnxruntime-node computes on the thread that
 * asks) ever stops the API. Series take turns. What takes longer than `patience` milliseconds from when it is begun ends
 * with TIMED_OUT, and the thread with it: nothing else is lost, what waits or was begun beside it gets a new one. Throws
 * what `loadPretrained` throws when the operator's weights cannot be loaded.
 */
export async function startForecastThread(patience: number, sources: WeightSources): Promise<ForecastThread> {
  /** What was answered before takes a few milliseconds. */
  const known = new LRUCache<string, true>({ max: 5_000 })
  const turns = createTurns<Job>({
    ownerOf: ({ task }) => task.seriesId,
    isLight: ({ task }) => known.has(nameOf(task)),
    together,
  })
  const begun = new Map<number, Job>()
  let running: Running | null = null
  let timer: NodeJS.Timeout | undefined
  let closed: Error | null = null
  let last = 0
  let held = 0

  const start = (): Running => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: sources })
    const { promise: loaded, resolve } = Promise.withResolvers<readonly PretrainedStatus[] | Error>()
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'loaded') return resolve(reply.pretrained)
      if (reply.kind === 'not-loaded') return resolve(errorOf(reply.failed))
      const job = begun.get(reply.id)
      begun.delete(reply.id)
      if (job === undefined) return
      spansOf(job.trace, reply.stretches)
      if (reply.kind === 'made') {
        held = reply.held
        known.set(nameOf(job.task), true)
        job.resolve(reply.made)
      } else job.reject(errorOf(reply.failed))
      work()
    })
    worker.on('error', thrown => {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      resolve(error)
      if (running?.worker === worker) void abandon(error)
    })
    return { worker, loaded }
  }

  /** The next tasks, once those before are done. */
  const work = () => {
    if (begun.size > 0) return
    clearTimeout(timer)
    if (closed !== null) return
    const batch = turns.next()
    if (batch.length === 0) return
    for (const job of batch) begun.set(job.id, job)
    void begin(batch)
  }

  const begin = async (batch: readonly Job[]) => {
    running ??= start()
    const on = running
    on.worker.unref()
    const loaded = await on.loaded
    if (running !== on) return
    if (loaded instanceof Error) return abandon(loaded)
    timer = setTimeout(() => {
      const tooLong = `the forecast took longer than ${patience / 1_000} s: ask for fewer steps`
      void abandon(new Fault('TIMED_OUT', tooLong))
    }, patience)
    for (const { id, task, trace } of batch)
      on.worker.postMessage({ id, task, traced: trace !== null } satisfies WorkerRequest)
  }

  /** Ends the thread. A task that was alone is to blame and fails; of several, each is tried again by itself. */
  const abandon = async (error: Error) => {
    clearTimeout(timer)
    const left = [...begun.values()]
    begun.clear()
    if (left.length === 1) left[0]!.reject(error)
    else turns.back(left)
    const ended = end()
    work()
    await ended
  }

  const end = async () => {
    const ended = running
    running = null
    held = 0
    if (ended === null) return
    const { worker } = ended
    // By itself if it can: a thread that is ended while ONNX Runtime computes takes the whole process along.
    const gone = new Promise(resolve => worker.once('exit', resolve))
    worker.postMessage('end' satisfies WorkerRequest)
    await Promise.race([gone, pause(grace, null, { ref: false })])
    await worker.terminate()
  }

  running = start()
  const pretrained = await running.loaded
  if (pretrained instanceof Error) {
    await end()
    throw pretrained
  }
  // Not before it has loaded: until then it may be all that keeps the process alive.
  running.worker.unref()

  return {
    pretrained,
    get held() {
      return held
    },
    run(task: ForecastTask) {
      if (closed !== null) return Promise.reject(closed)
      if (turns.waiting >= mostWaiting)
        return Promise.reject(new Fault('TIMED_OUT', `${mostWaiting} forecasts wait already: ask again in a moment`))
      const { promise, resolve, reject } = Promise.withResolvers<MadeForecast>()
      turns.add({ id: ++last, task, trace: wantedTrace(), resolve, reject })
      work()
      return promise
    },
    async close() {
      closed = new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')
      clearTimeout(timer)
      const all = [...begun.values(), ...turns.clear()]
      begun.clear()
      for (const { reject } of all) reject(closed)
      await end()
    },
  }
}

const nameOf = ({ seriesId, horizon, wanted, quick }: ForecastTask) => [seriesId, horizon, wanted, quick].join(' ')

const errorOf = ({ code, message }: Failure): Error => (code === null ? new Error(message) : new Fault(code, message))

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import { timeZone } from '@seriema/domain/time-zone'
import type { Detector } from '@seriema/ml/contract/detector'
import type { DetectorState } from '@seriema/ml/detection/knowledge'
import { movable } from './judges/movable.ts'
import type { Judged, JudgeReply, JudgeRequest, JudgeTask } from './judges/task.ts'

/**
 * Threads in which detectors judge history, channel by channel, to the same scores: several channels at a time, while
 * the process that asks reads on and the database stores.
 */
export interface Judges {
  /** Whether it is worth handing over: enough values, for a detector that looks at nothing else and was not trained. */
  take(detector: Detector, points: PointColumns): boolean
  /** One entry a channel. What is known is handed over, and is lost where this throws. */
  judge(state: DetectorState, points: PointColumns): Promise<readonly Judged[]>
  close(): Promise<void>
}

/** Fewer values than this are judged sooner than they are handed over. */
const fewest = 4_096
const threadsAtMost = 8
/** Milliseconds without work after which threads end. */
const patience = 30_000

interface Waiting {
  readonly resolve: (judged: Judged) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  /** By the number of the task. */
  readonly waiting: Map<number, Waiting>
}

/** Started when first asked, and ended when there has been nothing to do for a while. */
export function createJudges(count = Math.min(threadsAtMost, availableParallelism())): Judges {
  const threads: Thread[] = []
  let last = 0
  let closed = false
  let idle: NodeJS.Timeout | undefined

  const lost = (thread: Thread, error: Error) => {
    const place = threads.indexOf(thread)
    if (place >= 0) threads.splice(place, 1)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }

  const start = (): Thread => {
    const worker = new Worker(new URL('./judges/worker.ts', import.meta.url))
    const thread: Thread = { worker, waiting: new Map() }
    worker.unref()
    worker.on('message', (reply: JudgeReply) => {
      const asked = thread.waiting.get(reply.id)
      thread.waiting.delete(reply.id)
      if ('failed' in reply) asked?.reject(new Error(reply.failed))
      else asked?.resolve(reply.judged)
    })
    worker.on('error', error => lost(thread, error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => lost(thread, new Error('a thread that judges ended')))
    threads.push(thread)
    return thread
  }

  /** The one with the least to do; another is started while there are fewer than may be and none is free. */
  const next = (): Thread => {
    const [free] = threads.toSorted((a, b) => a.waiting.size - b.waiting.size)
    return free === undefined || (free.waiting.size > 0 && threads.length < count) ? start() : free
  }

  const end = async () => {
    clearTimeout(idle)
    await Promise.all(threads.splice(0).map(({ worker }) => worker.terminate()))
  }

  const ask = (task: JudgeTask): Promise<Judged> => {
    const { worker, waiting } = next()
    const { promise, resolve, reject } = Promise.withResolvers<Judged>()
    const id = ++last
    waiting.set(id, { resolve, reject })
    const { data, buffers } = movable<JudgeTask>({ ...task, times: task.times.slice(), values: task.values.slice() })
    worker.postMessage({ id, task: data } satisfies JudgeRequest, [...buffers])
    return promise
  }

  return {
    take: (detector, { times, channels }) =>
      !closed && 'scorer' in detector && detector.versionId === undefined && times.length * channels.length >= fewest,
    async judge({ kind, timeZone: zone, channels }, points) {
      if (closed) throw new Fault('UNAVAILABLE', 'the server is shutting down')
      clearTimeout(idle)
      const offsetOf = zone === 'UTC' ? null : timeZone(zone).offset
      const offsets = offsetOf === null ? null : points.times.map(at => offsetOf(at))
      try {
        return await Promise.all(
          channels.map((state, channel) =>
            ask({
              kind,
              state,
              channel,
              times: points.times,
              values: points.channels[channel]!,
              offsets: offsets?.slice() ?? null,
            }),
          ),
        )
      } finally {
        clearTimeout(idle)
        if (threads.every(({ waiting }) => waiting.size === 0)) idle = setTimeout(end, patience).unref()
      }
    },
    async close() {
      closed = true
      await end()
    },
  }
}

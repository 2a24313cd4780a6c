import '@seriema/ml/runtime/silence'

import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
import type { ForecastEngine } from './engine.ts'
import type { PretrainedStatus } from './pretrained.ts'
import type { ForecastTask, MadeForecast } from './task.ts'
import type { WeightSources } from './weight-sources.ts'
import type { Failure, WorkerReply, WorkerRequest } from './worker.ts'

/** Milliseconds a thread has to end by itself. */
const grace = 1_000

interface Waiting {
  readonly resolve: (made: MadeForecast) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

export interface ForecastThread extends ForecastEngine {
  /** The pretrained kinds, whether they are there or not. */
  readonly pretrained: readonly PretrainedStatus[]
  close(): Promise<void>
}

/**
 * The engine in a thread of its own, so that neither a fit nor a network (onnxruntime-node computes on the thread that
 * asks) ever stops the API. What takes longer than `patience` milliseconds ends with TIMED_OUT, and the thread with it:
 * the next task gets a new one. Throws what `loadPretrained` throws when the operator's weights cannot be loaded.
 */
export async function startForecastThread(patience: number, sources: WeightSources): Promise<ForecastThread> {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let last = 0
  let held = 0

  const giveUp = (error: Error) => {
    const all = [...waiting.values()]
    waiting.clear()
    for (const { reject, timer } of all) {
      clearTimeout(timer)
      reject(error)
    }
  }

  const end = async (error: Error) => {
    const ended = worker
    worker = null
    held = 0
    giveUp(error)
    if (ended === null) return
    // By itself if it can: a thread that is ended while ONNX Runtime computes takes the whole process along.
    const gone = new Promise(resolve => ended.once('exit', resolve))
    ended.postMessage('end' satisfies WorkerRequest)
    await Promise.race([gone, pause(grace, null, { ref: false })])
    await ended.terminate()
  }

  const answered = (id: number): Waiting | undefined => {
    const one = waiting.get(id)
    waiting.delete(id)
    clearTimeout(one?.timer)
    return one
  }

  const start = (loaded?: (outcome: readonly PretrainedStatus[] | Error) => void): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: sources,
    })
    started.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'loaded') loaded?.(reply.pretrained)
      else if (reply.kind === 'not-loaded') loaded?.(errorOf(reply.failed))
      else if (reply.kind === 'made') {
        held = reply.held
        answered(reply.id)?.resolve(reply.made)
      } else answered(reply.id)?.reject(errorOf(reply.failed))
    })
    started.on('error', thrown => {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      loaded?.(error)
      if (worker === started) void end(error)
    })
    return started
  }

  const outcome = await new Promise<readonly PretrainedStatus[] | Error>(resolve => {
    worker = start(resolve)
  })
  if (outcome instanceof Error) {
    await end(outcome)
    throw outcome
  }
  // Not before it has loaded: until then it may be all that keeps the process alive.
  ;(worker as Worker | null)?.unref()

  return {
    pretrained: outcome,
    get held() {
      return held
    },
    run(task: ForecastTask) {
      if (worker === null) {
        worker = start()
        worker.unref()
      }
      const busy = worker
      const id = ++last
      return new Promise((resolve, reject) => {
        const tooLong = new Fault(
          'TIMED_OUT',
          `the forecast took longer than ${patience / 1_000} s: ask for fewer steps`,
        )
        const timer = setTimeout(() => void end(tooLong), patience)
        waiting.set(id, { resolve, reject, timer })
        busy.postMessage({ id, task } satisfies WorkerRequest)
      })
    },
    close: () => end(new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')),
  }
}

const errorOf = ({ code, message }: Failure): Error => (code === null ? new Error(message) : new Fault(code, message))

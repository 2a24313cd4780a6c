import { Worker } from 'node:worker_threads'
import { Fault } from '@seriema/domain/fault'
import type { ForecastEngine, ForecastTask, Handed, MadeForecast } from './forecast-engine.ts'
import type { WorkerReply } from './forecast-worker.ts'

interface Waiting {
  readonly resolve: (made: MadeForecast | Handed) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/**
 * The engine in a thread of its own, started when first needed, so that a fit never stops the API. What takes longer than
 * `patience` milliseconds ends with TIMED_OUT, and the thread with it: the next task gets a new one.
 */
export function startForecastThread(patience: number): ForecastEngine & { close(): Promise<void> } {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let last = 0

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
    giveUp(error)
    await ended?.terminate()
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./forecast-worker.ts', import.meta.url))
    started.unref()
    started.on('message', ({ id, made, failed }: WorkerReply) => {
      const one = waiting.get(id)
      if (one === undefined) return
      waiting.delete(id)
      clearTimeout(one.timer)
      if (made !== undefined) one.resolve(made)
      else one.reject(failed!.code === null ? new Error(failed!.message) : new Fault(failed!.code, failed!.message))
    })
    started.on('error', error => {
      if (worker === started) void end(error instanceof Error ? error : new Error(String(error)))
    })
    return started
  }

  return {
    run(task: ForecastTask) {
      worker ??= start()
      const id = ++last
      return new Promise((resolve, reject) => {
        const tooLong = new Fault(
          'TIMED_OUT',
          `the forecast took longer than ${patience / 1_000} s: ask for fewer steps`,
        )
        const timer = setTimeout(() => void end(tooLong), patience)
        waiting.set(id, { resolve, reject, timer })
        worker!.postMessage({ id, task })
      })
    },
    close: () => end(new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')),
  }
}

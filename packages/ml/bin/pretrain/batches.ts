import { Worker } from 'node:worker_threads'
import type { SyntheticBatch } from '../../src/synthetic/windows.ts'

/** Batches made ahead, so that the trainer does not wait for them. */
const ahead = 8

/** What batches are made of: series drawn with a seed, some of them recorded ones. */
export interface Made {
  readonly seed: number
  readonly size: { readonly rows: number; readonly context: number; readonly horizon: number }
  /** The folder of unpacked packages, and the share of windows that come from there. */
  readonly recorded: { readonly folder: string; readonly share: number } | null
}

export interface Batches {
  of(step: number): Promise<SyntheticBatch>
  close(): Promise<void>
}

/** Batches made in another thread, asked for one after the other from `first`. */
export function startBatches(of: Made, first: number): Batches {
  const made = new Map<number, PromiseWithResolvers<SyntheticBatch>>()
  const worker = new Worker(new URL('batch-worker.ts', import.meta.url), { workerData: of })
  worker.on('message', ({ step, past, future }: SyntheticBatch & { step: number }) =>
    made.get(step)?.resolve({ past, future }),
  )
  worker.on('error', error => {
    for (const { reject } of made.values()) reject(error)
  })
  const ask = (step: number): void => {
    const batch = Promise.withResolvers<SyntheticBatch>()
    // A worker that fails is heard of when a batch is waited for.
    batch.promise.catch(() => {})
    made.set(step, batch)
    worker.postMessage(step)
  }
  for (let step = first; step < first + ahead; step++) ask(step)
  return {
    async of(step) {
      const batch = await made.get(step)!.promise
      made.delete(step)
      ask(step + ahead)
      return batch
    },
    async close() {
      await worker.terminate()
    },
  }
}

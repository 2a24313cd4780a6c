import { parentPort, workerData } from 'node:worker_threads'
import { syntheticBatch } from '../../src/synthetic/windows.ts'

/** Makes the batch of each step it is asked for. */
parentPort!.on('message', (step: number) => {
  const batch = syntheticBatch(workerData.seed, step, workerData.size)
  parentPort!.postMessage({ step, ...batch }, [batch.past.buffer as ArrayBuffer, batch.future.buffer as ArrayBuffer])
})

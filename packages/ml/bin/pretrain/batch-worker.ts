import { parentPort, workerData } from 'node:worker_threads'
import { recordedSeries } from '../../src/recorded/series.ts'
import { syntheticSeries } from '../../src/synthetic/series.ts'
import { syntheticBatch } from '../../src/synthetic/windows.ts'
import type { Made } from './batches.ts'
import { recordedCollections } from './recorded/load.ts'

const { seed, size, recorded }: Made = workerData

/** Made series, or recorded ones as often as asked. */
async function openSeries(): Promise<typeof syntheticSeries> {
  if (recorded === null) return syntheticSeries
  const read = recordedSeries(await recordedCollections(recorded.folder, size.context + size.horizon))
  return (draw, length) => (draw.chance(recorded.share) ? read : syntheticSeries)(draw, length)
}

const series = await openSeries()

/** Makes the batch of each step it is asked for. */
parentPort!.on('message', (step: number) => {
  const batch = syntheticBatch(seed, step, size, series)
  parentPort!.postMessage({ step, ...batch }, [batch.past.buffer as ArrayBuffer, batch.future.buffer as ArrayBuffer])
})

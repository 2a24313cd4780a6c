import { join } from 'node:path'
import { type LoadedTtm, loadTtm } from '@seriema/ml/models/ttm/load'
import type { Bench } from './contract.ts'
import { median } from './median.ts'
import { peerOptions } from './peer/options.ts'
import { type Peer, startPeer } from './peer/process.ts'
import { ttmWeights } from './ttm-weights.ts'

/** Batch, and runs in a round: rounds of both sides take turns, so that what else the machine does falls on both. */
const plan = [
  { batch: 1, runs: 40 },
  { batch: 32, runs: 8 },
  { batch: 256, runs: 2 },
] as const
const rounds = 15

export const forecast: Bench = {
  name: 'forecast',
  summary: 'TinyTimeMixer 512 → 96, forecasts a second as the live path makes them, scaling included',
  async run(args) {
    const options = peerOptions(args)
    const { threads } = options
    const { directory, origin } = ttmWeights()
    const model = await loadTtm(directory, { threads, largestBatch: 256 })
    const script = join(import.meta.dirname, 'peer/forecast.py')
    const peer = options.peer ? await startPeer(options.python, script, [directory, `${threads}`]) : null
    const measured = []
    for (const { batch, runs } of plan) measured.push({ batch, ...(await compare(model, peer, batch, runs)) })
    peer?.close()
    await model.close()
    return {
      columns: ['batch', 'ms', 'forecasts/s', ...(peer ? ['PyTorch ms', 'PyTorch forecasts/s', 'ratio'] : [])],
      rows: measured.map(({ batch, ours, theirs }) => [
        batch,
        Number(ours.toFixed(3)),
        Math.round((1000 * batch) / ours),
        ...(theirs === null
          ? []
          : [Number(theirs.toFixed(3)), Math.round((1000 * batch) / theirs), Number((theirs / ours).toFixed(2))]),
      ]),
      notes: [
        `${origin}, ${model.provider}, ${threads} threads; medians over ${rounds} rounds`,
        ...(options.peer && peer === null ? ['no peer: pip install torch==2.13.0 granite-tsfm, or --python PATH'] : []),
        ...(peer ? [`peer: IBM's code in PyTorch ${peer.hello.torch}, ${peer.hello.threads} threads`] : []),
      ],
      json: { threads, provider: model.provider, origin, measured },
    }
  },
}

async function compare(model: LoadedTtm, peer: Peer | null, batch: number, runs: number) {
  const windows = Array.from({ length: batch }, (_, i) => ({
    interval: 3_600_000,
    channels: [Float64Array.from({ length: 512 }, (_, t) => 10 + Math.sin(t / (3 + i)) + 0.01 * t)],
  }))
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = -1; round < rounds; round++) {
    const warm = round >= 0
    for (let i = 0; i < runs; i++) {
      const start = performance.now()
      await model.forecast(windows, 96)
      if (warm) ours.push(performance.now() - start)
    }
    const answered = ((await peer?.ask(`${batch} ${runs}`)) ?? []) as number[]
    if (warm) theirs.push(...answered)
  }
  return { ours: median(ours), theirs: peer ? median(theirs) : null }
}

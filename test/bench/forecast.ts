import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LoadedTtm, loadTtm } from '@seriema/ml/models/ttm'
import { ttmParameters } from '@seriema/ml/models/ttm/graph'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { writeSafetensors } from '@seriema/ml/runtime/write-safetensors'
import { generator } from '@seriema/ml/training/random'
import type { Bench } from './contract.ts'
import { type Peer, startPeer } from './peer/process.ts'

/** Batch, and runs in a round: rounds of both sides take turns, so that what else the machine does falls on both. */
const plan = [
  { batch: 1, runs: 40 },
  { batch: 32, runs: 8 },
  { batch: 256, runs: 2 },
] as const
const rounds = 15

const published = {
  context_length: 512,
  prediction_length: 96,
  patch_length: 64,
  patch_stride: 64,
  d_model: 192,
  num_layers: 2,
  adaptive_patching_levels: 3,
  decoder_d_model: 128,
  decoder_num_layers: 2,
  model_type: 'tinytimemixer',
}

export const forecast: Bench = {
  name: 'forecast',
  summary: 'TinyTimeMixer 512 → 96, forecasts a second as the live path makes them, scaling included',
  async run(args) {
    const { values: options } = parseArgs({
      args: [...args],
      options: {
        peer: { type: 'string' },
        python: { type: 'string', default: 'python3' },
        threads: { type: 'string', default: `${availableParallelism()}` },
      },
    })
    const threads = Number(options.threads)
    const { directory, random } = await weights()
    const model = await loadTtm(directory, { threads, largestBatch: 256 })
    const script = join(import.meta.dirname, 'peer/forecast.py')
    const peer = options.peer ? await startPeer(options.python, script, [directory, `${threads}`]) : null
    const measured = []
    for (const { batch, runs } of plan) measured.push({ batch, ...(await compare(model, peer, batch, runs)) })
    peer?.close()
    await model.close()
    if (random) await rm(directory, { recursive: true })
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
        `${random ? 'random weights of the published shape' : `weights from ${directory}`}, ${model.provider}, ${threads} threads; medians over ${rounds} rounds`,
        ...(options.peer && peer === null ? ['no peer: pip install torch==2.13.0 granite-tsfm, or --python PATH'] : []),
        ...(peer ? [`peer: IBM's code in PyTorch ${peer.hello.torch}, ${peer.hello.threads} threads`] : []),
      ],
      json: { threads, provider: model.provider, random, measured },
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

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

/** IBM's weights where they are; else random ones of the same shape, which take as long. */
async function weights(): Promise<{ directory: string; random: boolean }> {
  const shared = process.env.SERIEMA_SHARED ?? '../shared'
  const given = process.env.SERIEMA_TTM_DIR ?? join(shared, 'models/granite-timeseries-ttm-r2')
  if (existsSync(given)) return { directory: given, random: false }
  const directory = await mkdtemp(join(tmpdir(), 'ttm-'))
  const source = generator(1)
  const tensors = ttmParameters(parseTtmConfig(published)).map(({ name, shape, initialise }) => {
    const count = shape.reduce((product, length) => product * length, 1)
    return [name, { shape, values: initialise(count, source) }] as const
  })
  await writeFile(join(directory, 'config.json'), JSON.stringify(published))
  await writeFile(join(directory, 'model.safetensors'), writeSafetensors(new Map(tensors)))
  return { directory, random: true }
}

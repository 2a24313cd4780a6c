import { join } from 'node:path'
import { type FineTuneOptions, fineTune, type Learns } from '@seriema/ml/models/ttm/fine-tune'
import { ttmParameters } from '@seriema/ml/models/ttm/graph'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { windowSamples } from '@seriema/ml/models/ttm/samples'
import { bindWeights } from '@seriema/ml/models/ttm/weights'
import { readModel } from '@seriema/ml/runtime/weights'
import { generator } from '@seriema/ml/training/random'
import type { Bench } from './contract.ts'
import { median } from './median.ts'
import { peerOptions } from './peer/options.ts'
import { startPeer } from './peer/process.ts'
import { ttmWeights } from './ttm-weights.ts'

const batch = 64
const batches = 12
const epochs = 10

/** What is learnt, and whether a frozen backbone is computed once or in every step. */
const plan: readonly {
  readonly name: string
  readonly learns: Learns
  readonly cacheLimit: number
  readonly peer: string
}[] = [
  { name: 'all weights', learns: 'all', cacheLimit: 0, peer: 'all' },
  { name: 'backbone frozen, in every step', learns: 'decoder', cacheLimit: 0, peer: 'decoder' },
  { name: `backbone frozen, once for ${epochs} epochs`, learns: 'decoder', cacheLimit: 2 ** 30, peer: 'decoder' },
  { name: `head only, ${epochs} epochs`, learns: 'head', cacheLimit: 2 ** 30, peer: 'head' },
]

export const train: Bench = {
  name: 'train',
  summary: `TinyTimeMixer 512 → 96, AdamW, batch ${batch}: samples a second`,
  async run(args) {
    const options = peerOptions(args)
    const { threads } = options
    const { directory, origin, dispose } = await ttmWeights()
    const { config: json, weights: file } = await readModel(directory)
    const config = parseTtmConfig(json)
    const weights = bindWeights(ttmParameters(config), file)
    const random = generator(1)
    const series = Float32Array.from({ length: batches * batch + 607 }, () => random())
    const training = windowSamples([series], 512, 96)
    const validation = windowSamples([series.subarray(0, 608)], 512, 96)
    const script = join(import.meta.dirname, 'peer/train.py')
    const peer = options.peer ? await startPeer(options.python, script, [directory, `${threads}`]) : null
    const measured = []
    for (const { name, learns, cacheLimit, peer: theirs } of plan) {
      const common = { config, weights, training, validation, seed: 1, batch, threads, learns, cacheLimit }
      const ours = await perStep(common)
      const answered = peer && ((await peer.ask(`${theirs} ${batches}`)) as number[])
      measured.push({ name, ours: ours / batch, theirs: answered && median(answered) / batch })
    }
    peer?.close()
    await dispose()
    const rate = (ms: number) => Math.round(1000 / ms)
    return {
      columns: ['learns', 'samples/s', ...(peer ? ['PyTorch samples/s', 'ratio'] : [])],
      rows: measured.map(({ name, ours, theirs }) => [
        name,
        rate(ours),
        ...(theirs ? [rate(theirs), Number((theirs / ours).toFixed(2))] : []),
      ]),
      notes: [
        `${origin}, ${threads} threads; opening the training session is not counted, computing frozen outputs is`,
        ...(options.peer && peer === null ? ['no peer: pip install torch==2.13.0 granite-tsfm, or --python PATH'] : []),
        ...(peer
          ? [`peer: IBM's code in PyTorch ${peer.hello.torch}, ${peer.hello.threads} threads, the same dropout`]
          : []),
      ],
      json: { threads, origin, measured },
    }
  },
}

/** Milliseconds a step: the median between two steps, and each step's share of computing the frozen outputs. */
async function perStep(options: FineTuneOptions): Promise<number> {
  const times: number[] = []
  const begun: Record<string, number> = {}
  let last = 0
  await fineTune({
    ...options,
    epochs: 2,
    onPhase: phase => {
      begun[phase] = performance.now()
    },
    onStep: ({ step }) => {
      const now = performance.now()
      // Between two epochs lies a validation.
      if (last > 0 && (step - 1) % batches !== 0) times.push(now - last)
      last = now
    },
  })
  const encoding = begun.opening! - begun.encoding!
  return median(times) + (options.cacheLimit === 0 ? 0 : encoding / (epochs * batches))
}

import { join } from 'node:path'
import type { Learns } from '@seriema/ml/models/ttm/fine-tune'
import { ttmParameters } from '@seriema/ml/models/ttm/graph'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { windowSamples } from '@seriema/ml/models/ttm/samples'
import { bindWeights } from '@seriema/ml/models/ttm/weights'
import { readModel } from '@seriema/ml/runtime/weights'
import { generator } from '@seriema/ml/training/random'
import type { Bench } from './contract.ts'
import { median } from './median.ts'
import { peerOptions } from './peer/options.ts'
import { type Peer, startPeer } from './peer/process.ts'
import { lstmSteps, type Steps, ttmSteps } from './train/steps.ts'
import { ttmWeights } from './ttm-weights.ts'

const batch = 64
const batches = 40
const epochs = 10
/** So many of the epochs are run: their steps are alike. */
const measuredEpochs = 3
const lstmBatch = 32
/** Both sides take turns, so that what else the machine does falls on both. */
const rounds = 3
/** A peer that gets little of a busy machine stops after this long, whatever it has measured. */
const peerSeconds = 5

interface Row {
  readonly name: string
  readonly samples: number
  /** Over how many steps what is computed once is shared out. */
  readonly shared: number
  readonly ours: () => Promise<Steps>
  /** What the peer is asked to do, and how often at most. */
  readonly peer: string
}

/** What is learnt, and whether what is frozen is computed once or in every step. */
const plan: readonly [name: string, learns: Learns, cacheLimit: number, peer: string][] = [
  ['all weights', 'all', 0, 'all'],
  ['backbone frozen, in every step', 'decoder', 0, 'decoder'],
  [`backbone frozen, once for ${epochs} epochs`, 'decoder', 2 ** 30, 'decoder'],
  [`head only, ${epochs} epochs`, 'head', 2 ** 30, 'head'],
]

async function rowsFor(directory: string, threads: number): Promise<readonly Row[]> {
  const { config: json, weights: file } = await readModel(directory)
  const config = parseTtmConfig(json)
  const weights = bindWeights(ttmParameters(config), file)
  const random = generator(1)
  const series = Float32Array.from({ length: batches * batch + 607 }, () => random())
  const training = windowSamples([series], 512, 96)
  const validation = windowSamples([series.subarray(0, 608)], 512, 96)
  const common = {
    config,
    weights,
    training,
    validation,
    batch,
    epochs: measuredEpochs,
    threads,
    providers: ['cpu'] as const,
  }
  const ttm = plan.map(([name, learns, cacheLimit, peer]) => ({
    name,
    samples: batch,
    peer: `${peer} ${measuredEpochs * batches}`,
    shared: epochs * batches,
    ours: () => ttmSteps({ ...common, learns, cacheLimit }),
  }))
  const lstm = () => lstmSteps(lstmBatch, 12 * batches, threads)
  const name = `LSTM(64), 24 points back, batch ${lstmBatch}`
  return [...ttm, { name, samples: lstmBatch, peer: `lstm ${12 * batches}`, shared: 1, ours: lstm }]
}

/** Milliseconds a step on either side. */
async function compare({ ours, shared, peer: asked }: Row, peer: Peer | null) {
  const times: number[] = []
  const once: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const steps = await ours()
    times.push(...steps.times)
    once.push(steps.once)
    if (peer) theirs.push(...((await peer.ask(`${asked} ${peerSeconds}`)) as number[]))
  }
  return { ours: median(times) + median(once) / shared, theirs: peer && median(theirs) }
}

export const train: Bench = {
  name: 'train',
  summary: `TinyTimeMixer 512 → 96 (AdamW, batch ${batch}) and an LSTM: samples a second`,
  async run(args) {
    const options = peerOptions(args)
    const { threads } = options
    const { directory, origin } = ttmWeights()
    const script = join(import.meta.dirname, 'peer/train.py')
    const peer = options.peer ? await startPeer(options.python, script, [directory, `${threads}`]) : null
    const measured = []
    for (const row of await rowsFor(directory, threads)) {
      const { ours, theirs } = await compare(row, peer)
      measured.push({ name: row.name, ours: ours / row.samples, theirs: theirs && theirs / row.samples })
    }
    peer?.close()
    const rate = (ms: number) => Math.round(1000 / ms)
    return {
      columns: ['learns', 'samples/s', ...(peer ? ['PyTorch samples/s', 'ratio'] : [])],
      rows: measured.map(({ name, ours, theirs }) => [
        name,
        rate(ours),
        ...(theirs ? [rate(theirs), Number((theirs / ours).toFixed(2))] : []),
      ]),
      notes: [
        `${origin}, ${threads} threads; medians of ${rounds} rounds; opening the training session is not counted, computing frozen outputs is`,
        ...(options.peer && peer === null ? ['no peer: pip install torch==2.13.0 granite-tsfm, or --python PATH'] : []),
        ...(peer
          ? [`peer: PyTorch ${peer.hello.torch} with IBM's code, ${peer.hello.threads} threads, the same dropout`]
          : []),
      ],
      json: { threads, origin, measured },
    }
  },
}

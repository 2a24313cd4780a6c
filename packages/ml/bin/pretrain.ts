import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ttmParameters } from '../src/models/ttm/graph.ts'
import { saveTtm } from '../src/models/ttm/load.ts'
import { type Judged, pretrain as train } from '../src/models/ttm/pretrain.ts'
import { publishedShape } from '../src/models/ttm/published.ts'
import { syntheticBatch } from '../src/synthetic/windows.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../src/training/checkpoint.ts'
import { startBatches } from './pretrain/batches.ts'

const config = publishedShape
const parameters = ttmParameters(config)
const windows = { context: config.contextLength, horizon: config.predictionLength }
/** Windows held out, of a seed that no training can have: seeds count from 0. */
const heldOut = { seed: -2, rows: 1_024 }

/** Trains the base model: from the start, or from the checkpoint that is in the folder. */
export const pretrain = {
  usage:
    'pretrain --out DIR [--seed 1] [--steps 40000] [--batch 64] [--rate 0.001] [--every 500] [--threads N]\n  [--recorded DIR [--share 0.5]]',
  async run(args: readonly string[]): Promise<number> {
    const options = read(args)
    if (options === null) {
      console.error(`usage: pnpm ml ${pretrain.usage}`)
      return 2
    }
    const { out, seed, steps, rows, rate, judgeEvery, threads, recorded } = options
    await mkdir(out, { recursive: true })
    const checkpoint = join(out, 'checkpoint.safetensors')
    const share = `${recorded?.share ?? 0}`
    const settings = { seed: `${seed}`, batch: `${rows}`, rate: `${rate}`, share }
    const from = await resumed(checkpoint, settings)
    console.log(from ? `goes on after step ${from.state.step}` : 'begins')
    const batches = startBatches({ seed, size: { ...windows, rows }, recorded }, (from?.state.step ?? 0) + 1)
    const stop = new AbortController()
    process.once('SIGINT', () => stop.abort())
    process.once('SIGTERM', () => stop.abort())
    let began = performance.now()
    const keep = async (judged: Judged): Promise<void> => {
      await replace(checkpoint, writeCheckpoint(judged.state, parameters, settings))
      const { state, rate, trainingLoss, heldOutLoss } = judged
      const perSecond = Math.round((1000 * judgeEvery * rows) / (performance.now() - began))
      began = performance.now()
      const line = JSON.stringify({ step: state.step, rate, trainingLoss, heldOutLoss, samplesPerSecond: perSecond })
      console.log(line)
      await appendFile(join(out, 'log.jsonl'), `${line}\n`)
    }
    const last = await train({
      config,
      seed,
      steps,
      rate,
      judgeEvery,
      batch: batches.of,
      heldOut: syntheticBatch(heldOut.seed, 0, { ...windows, rows: heldOut.rows }),
      signal: stop.signal,
      onJudged: keep,
      ...(from && { state: from.state }),
      ...(threads && { threads }),
    })
    await batches.close()
    await replace(checkpoint, writeCheckpoint(last, parameters, settings))
    await saveTtm(out, config, last.weights)
    console.log(`step ${last.step} of ${steps}: config.json and model.safetensors are in ${out}`)
    return 0
  },
}

/** Null without a checkpoint. A run with other settings is refused: what came out would be neither. */
async function resumed(file: string, settings: Readonly<Record<string, string>>): Promise<Checkpoint | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (bytes === null) return null
  const checkpoint = readCheckpoint(bytes, parameters)
  for (const [name, value] of Object.entries(settings)) {
    const had = checkpoint.metadata[name]
    if (had !== value) throw new Error(`${file} was begun with --${name} ${had}: give the same, or another --out`)
  }
  return checkpoint
}

/** A kill leaves the old file or the new one, never half of one. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, bytes)
  await rename(`${file}.part`, file)
}

function read(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '40000' },
      batch: { type: 'string', default: '64' },
      rate: { type: 'string', default: '0.001' },
      every: { type: 'string', default: '500' },
      threads: { type: 'string' },
      recorded: { type: 'string' },
      share: { type: 'string', default: '0.5' },
    },
  })
  const { out } = values
  const numbers = {
    seed: Number(values.seed),
    steps: Number(values.steps),
    rows: Number(values.batch),
    rate: Number(values.rate),
    judgeEvery: Number(values.every),
    threads: values.threads === undefined ? undefined : Number(values.threads),
  }
  const { rate, threads, ...whole } = numbers
  const share = Number(values.share)
  const recorded = values.recorded === undefined ? null : { folder: values.recorded, share }
  const fits =
    share >= 0 && share <= 1 && rate > 0 && Object.values(whole).every(value => Number.isInteger(value) && value >= 0)
  return out !== undefined && fits && (threads === undefined || threads >= 1) ? { out, recorded, ...numbers } : null
}

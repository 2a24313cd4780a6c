import { parseArgs } from 'node:util'
import { openFile } from '@seriema/api/sources/file/read'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { round } from './figures.ts'
import { fileOfRows } from './import/rows.ts'
import type { SendJob } from './import/send.ts'

const script = new URL('./import/send.ts', import.meta.url)
const start = `mutation { startImport(input: { fileName: "bench.csv", key: "bench" }) {
  ... on StartImportPayload { uploadPath } ... on Fault { message } } }`

interface Answer {
  readonly state: string
  readonly rowsRead: number
  readonly stored: number
}

/** Bytes resident in memory, sampled while `work` runs. */
async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; samples: number[] }> {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(process.memoryUsage.rss() / 1e6), 200)
  const result = await work()
  clearInterval(timer)
  return { result, samples }
}

const peak = (samples: readonly number[]) => Math.round(Math.max(...samples))

export const importBench: Bench = {
  name: 'import',
  summary: 'a large CSV file sent to PUT /imports/:id and stored, with the memory of the process that takes it',
  async run(args) {
    const options = { megabytes: { type: 'string', default: '300' } } as const
    const megabytes = Number(parseArgs({ args: [...args], options }).values.megabytes)
    const api = await startBenchApi()
    const { startImport } = await api.ask<{ startImport: { uploadPath: string } }>(start)
    const before = Math.round(process.memoryUsage.rss() / 1e6)
    const began = performance.now()
    const { result, samples } = await watchMemory(() =>
      runChild<Answer>(script, { url: `${api.url}${startImport.uploadPath}`, megabytes } satisfies SendJob),
    )
    const seconds = (performance.now() - began) / 1_000
    await api.stop()
    if (result.state !== 'completed' || result.stored !== result.rowsRead) throw new Error(JSON.stringify(result))
    const read = await readOnly(megabytes)
    const quarter = Math.ceil(samples.length / 4)
    const [early, late] = [peak(samples.slice(0, quarter)), peak(samples.slice(-quarter))]
    const figures = (rows: number, took: number) => [Math.round(rows / took), round(megabytes / took), round(took)]
    return {
      columns: ['what', 'rows/s', 'MB/s', 'seconds'],
      rows: [
        ['read: detected, decoded, parsed', ...figures(read.rows, read.seconds)],
        ['imported: read, checked, stored, scored', ...figures(result.rowsRead, seconds)],
      ],
      notes: [
        `${result.rowsRead} rows of 7 channels, ${megabytes} MB, all stored`,
        `resident memory: ${before} MB before; while importing at most ${early} MB in the first quarter, ${late} MB in the last, ${peak(samples)} MB in all`,
      ],
      json: {
        megabytes,
        rows: result.rowsRead,
        rowsPerSecond: Math.round(result.rowsRead / seconds),
        before,
        early,
        late,
        peak: peak(samples),
      },
    }
  },
}

async function readOnly(megabytes: number): Promise<{ rows: number; seconds: number }> {
  // Made before the clock starts: making rows costs more than reading them.
  const parts = [...fileOfRows(Math.min(megabytes, 100))]
  const began = performance.now()
  const { chunks } = await openFile(
    (async function* () {
      yield* parts
    })(),
  )
  let rows = 0
  for await (const chunk of chunks) rows += chunk.rows.length
  const seconds = (performance.now() - began) / 1_000
  const scale = megabytes / Math.min(megabytes, 100)
  return { rows: rows * scale, seconds: seconds * scale }
}

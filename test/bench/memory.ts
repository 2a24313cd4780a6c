import { parseArgs } from 'node:util'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { round } from './figures.ts'
import type { IngestAnswer, IngestJob } from './ingest/load.ts'
import { residentBytes } from './memory/resident.ts'
import { watchAgain } from './memory/watch-again.ts'

const script = new URL('./ingest/load.ts', import.meta.url)
const create = `mutation ($key: String!, $detector: DetectorKind) {
  createSeries(input: { key: $key, interval: 1000, detector: $detector }) { __typename }
}`
const megabytes = (bytes: number): number => Math.round(bytes / 1_024 ** 2)

export const memory: Bench = {
  name: 'memory',
  summary:
    'what watching many series takes of the memory of the API, and how long after a restart all are watched again',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '1000' },
        points: { type: 'string', default: '500' },
        of: { type: 'string', default: '100000' },
        detector: { type: 'string' },
      },
    })
    const [count, points, wanted] = [Number(values.series), Number(values.points), Number(values.of)]
    const detector = values.detector?.toUpperCase().replaceAll('-', '_') ?? null
    const api = await startBenchApi()
    const keys = Array.from({ length: count }, (_, i) => `kept_${i}`)
    // What any server has once it has worked is not what a series takes.
    const first = keys.slice(0, Math.min(20, count))
    for (const key of keys) await api.ask(create, { key, detector })
    const from = Date.now() - points * 1_000
    const load = (some: readonly string[], start: number, each: number): Promise<IngestAnswer> => {
      const job: IngestJob = {
        url: `${api.url}/graphql`,
        keys: some,
        from,
        first: start,
        pointsPerKey: each,
        connections: 4,
        seriesPerBatch: Math.min(20, some.length),
        pointsPerSeries: Math.min(100, each),
      }
      return runChild<IngestAnswer>(script, job)
    }
    await load(first, 0, points)
    const silent = await watchAgain(api, first, from + points * 1_000)
    if (silent.atOnce < first.length)
      throw new Error(`after ${points} points another detector still speaks for some: give them more by --points`)
    const heldBefore = api.app.watches.figures.bytes
    const empty = await residentBytes()
    const { seconds } = await load(keys.slice(first.length), 0, points)
    const full = await residentBytes()
    const { figures } = api.app.watches
    const took = full - empty
    const measured = count - first.length
    const each = took / measured
    const states = figures.bytes - heldBefore
    await api.restart()
    const again = await watchAgain(api, keys, from + (points + 1) * 1_000)
    await api.stop()
    return {
      columns: ['what', 'measured', `for ${wanted.toLocaleString('en')} series`, 'goal'],
      rows: [
        ['resident memory beyond that of an empty server, MB', megabytes(took), '', '2,048'],
        ['of a series, KB', round(each / 1_024), '', '20'],
        ['of a series but for what its detector knows, KB', round((took - states) / measured / 1_024), '', ''],
        ['detectors held, KB a series', round(figures.bytes / Math.max(1, figures.held) / 1_024), '', ''],
        ['series watched by their detector at hand', figures.held, '', ''],
        [
          's until all are watched again after a restart',
          round(again.seconds),
          round((again.seconds / count) * wanted),
          '',
        ],
        ['of them in step with the first point sent', again.atOnce, '', ''],
      ],
      notes: [
        `${count} series of ${points} points, ${detector ?? 'the detector of every new series'}; sent in ${round(seconds)} s. Resident memory is that of the API's process after a collection, the database and the senders being others. The time on the right is in proportion. Memory is not: what detectors know is held up to ${megabytes(figures.capacity)} MB and the rest put away, so that only a run with as many series tells.`,
        'Watched again: a point is sent to every series, to those that another detector answered for once more, until none is left.',
      ],
      json: { series: count, points, detector, empty, full, bytesPerSeries: each, ...figures, again },
    }
  },
}

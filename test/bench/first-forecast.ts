import { createMaker, type MakerApp, type Makers } from '@seriema/api/forecasting/make-forecast'
import { startForecastThread } from '@seriema/api/forecasting/thread'
import type { Series } from '@seriema/api/store/series'
import { createMeters } from '@seriema/api/telemetry/meters'
import { auto, kindSpeaks } from '@seriema/domain/deployment'
import { requestForecast } from '@seriema/domain/forecast'
import { pino } from 'pino'
import type { Bench } from './contract.ts'
import { round } from './figures.ts'
import { noises } from './noises.ts'

const points = 4_000
const perRun = 200
/** Milliseconds after which a quick forecast is given, as in the product. */
const hurry = 250

type Shape = (seed: number) => Float64Array
const shape =
  (at: (i: number, seed: number) => number): Shape =>
  seed =>
    Float64Array.from({ length: points }, (_, i) => at(i, seed))

const shapes: readonly Shape[] = [
  ...noises.map(
    ({ make }): Shape =>
      seed =>
        make(seed, points),
  ),
  shape((i, seed) => ((7 + seed) * i) % 3_000),
  shape((i, seed) => (Math.floor(i / (40 + seed)) % 2) * 10),
  shape((_, seed) => seed),
  shape((i, seed) => seed + 0.3 * i),
  shape((i, seed) => Math.sin((2 * Math.PI * i) / 288) + (Math.imul(i + seed, 2_654_435_761) >>> 22) / 4_000),
]

/** One that everything is hard on: huge values in turn, a counter, a long season in 64 channels. */
const pathological: readonly (readonly Float64Array[])[] = [
  [shape(i => (i % 2 ? -1e308 : 1e308))(0)],
  [shape(i => (7 * i) % 3_000)(0)],
  Array.from({ length: 64 }, (_, c) => shape(i => Math.sin((2 * Math.PI * i) / 857 + c) + ((i * 7919) % 101) / 300)(0)),
]

interface Held extends Series {
  readonly held: readonly Float64Array[]
}

const seriesOf = (id: number, held: readonly Float64Array[]): Held =>
  ({
    id,
    key: `s${id}`,
    channels: held.map((_, c) => ({ name: `c${c}`, unit: null, minimum: null, maximum: null })),
    interval: 1_000,
    inferredInterval: 1_000,
    pointCount: points,
    lastSeq: points,
    lastAt: points * 1_000,
    forecaster: null,
    held,
  }) as unknown as Held

const app = {
  clock: () => Date.now(),
  log: pino({ level: 'silent' }),
  windows: {
    tail: async (_db: unknown, series: Held) => ({
      times: Float64Array.from({ length: points }, (_, i) => (i + 1) * 1_000),
      channels: series.held,
    }),
  },
  meters: createMeters(() => 0),
} as unknown as MakerApp

const none: Pick<Makers, 'past' | 'pretrained'> = {
  pretrained: [],
  past: { of: async () => [], add() {} },
}

/** Milliseconds from asking to the first forecast, one series after the other. */
async function timesOf(disturbed: boolean): Promise<readonly number[]> {
  const [thread, quick] = await Promise.all([startForecastThread(15_000, {}), startForecastThread(15_000, {})])
  const make = createMaker(app, { ...none, thread, quick, hurry })
  // Threads alone keep no process alive.
  const alive = setInterval(() => {}, 1_000)
  let asked = 0
  let done = false
  const disturb = async () => {
    while (!done) {
      const one = seriesOf(1_000_000 + asked, pathological[asked % pathological.length]!)
      asked++
      await make(one, requestForecast({}), kindSpeaks(auto))
    }
  }
  const disturbing = disturbed ? disturb() : Promise.resolve()
  const times: number[] = []
  for (let id = 0; id < perRun; id++) {
    const one = seriesOf(id, [shapes[id % shapes.length]!(1 + id)])
    const begun = performance.now()
    await make(one, requestForecast({}), kindSpeaks(auto))
    times.push(performance.now() - begun)
  }
  done = true
  await disturbing
  await Promise.all([thread.close(), quick.close()])
  clearInterval(alive)
  return times.sort((a, b) => a - b)
}

/** How long the first forecast of a series takes, and whether a pathological one delays it. */
export const firstForecast: Bench = {
  name: 'first-forecast',
  summary: `milliseconds to the first forecast of ${perRun} series of ${points} points, alone and beside pathological ones`,
  async run() {
    const runs = { alone: await timesOf(false), disturbed: await timesOf(true) }
    const at = (times: readonly number[], share: number) => times[Math.ceil(times.length * share) - 1]!
    const figures = (times: readonly number[]) => ({ p50: at(times, 0.5), p99: at(times, 0.99), most: times.at(-1)! })
    const [alone, disturbed] = [figures(runs.alone), figures(runs.disturbed)]
    const row = (name: string, { p50, p99, most }: typeof alone) => [name, round(p50), round(p99), round(most)]
    return {
      columns: ['', 'p50 ms', 'p99 ms', 'most ms'],
      rows: [
        row('alone', alone),
        row('beside pathological ones', disturbed),
        row('ratio', {
          p50: disturbed.p50 / alone.p50,
          p99: disturbed.p99 / alone.p99,
          most: disturbed.most / alone.most,
        }),
      ],
      notes: ['a pathological series, each a new one, is being asked for all the time'],
      json: { points, series: perRun, alone, disturbed, ratio: disturbed.p99 / alone.p99 },
    }
  },
}

import type { Window } from '@seriema/ml/contract/forecaster'
import { fitCalibrated } from '@seriema/ml/evaluation/backtest'
import { closedFormForecasters } from '@seriema/ml/models/kinds'
import { ridge } from '@seriema/ml/models/ridge'
import { trainStatistics } from '@seriema/ml/scorers/trained'
import { detectSeason } from '@seriema/ml/series/season'
import { generator } from '@seriema/ml/training/random'
import type { Bench } from './contract.ts'
import { median, quantile, round } from './figures.ts'

const horizon = 24
const fits = 30

/** Hours with a day's wave, a drift and noise, no two alike. */
function series(points: number, seed: number): Window {
  const random = generator(seed)
  const [height, drift] = [1 + 4 * random(), random() - 0.5]
  const values = Float64Array.from(
    { length: points },
    (_, t) => 20 + height * Math.sin((2 * Math.PI * t) / 24) + (drift * t) / 100 + random() + random(),
  )
  return { channels: [values], interval: 3_600_000 }
}

interface Measured {
  readonly kind: string
  readonly points: number
  readonly milliseconds: readonly number[]
  readonly processor: readonly number[]
}

/** Fits as the product does: season, fit, a backtest for the intervals, and the fit that serves. */
export const fitBench: Bench = {
  name: 'fit',
  summary: 'from the points of a series to a forecaster with intervals: the kinds that need nothing else',
  async run() {
    const measured: Measured[] = []
    for (const forecaster of closedFormForecasters) {
      measured.push(
        await measure(forecaster.kind, 1_000, fits, async window => {
          await fitCalibrated(forecaster, window, { horizon, season: detectSeason(window.channels) })
        }),
      )
    }
    measured.push(
      await measure('ridge', 100_000, 3, async window => {
        await fitCalibrated(ridge, window, { horizon, season: detectSeason(window.channels) })
      }),
      await measure('zscore, trained', 100_000, fits, async ({ channels }) => {
        trainStatistics(channels[0]!)
      }),
    )
    return {
      columns: ['kind', 'points', 'fits', 'p50 ms', 'p99 ms', 'processor p50 ms', 'processor p99 ms'],
      rows: measured.map(({ kind, points, milliseconds, processor }) => [
        ...[kind, points, milliseconds.length],
        ...[milliseconds, processor].flatMap(all => [round(median(all)), round(quantile(all, 0.99))]),
      ]),
      notes: [`one channel, horizon ${horizon}, another series for every fit, the first one not counted`],
      json: { horizon, measured },
    }
  },
}

async function measure(
  kind: string,
  points: number,
  count: number,
  prepare: (window: Window) => Promise<void>,
): Promise<Measured> {
  const milliseconds: number[] = []
  const processor: number[] = []
  for (let i = 0; i <= count; i++) {
    const window = series(points, i)
    const [wall, cpu] = [performance.now(), process.cpuUsage()]
    await prepare(window)
    const { user, system } = process.cpuUsage(cpu)
    if (i === 0) continue
    milliseconds.push(performance.now() - wall)
    processor.push((user + system) / 1000)
  }
  return { kind, points, milliseconds, processor }
}

import { readFile } from 'node:fs/promises'
import { inferInterval } from '@seriema/ml/series/interval'
import { fillGaps } from '@seriema/ml/series/regular-grid'

/** A benchmark file: rows at regular instants, one numeric column per channel. */
export interface BenchmarkSeries {
  readonly names: readonly string[]
  readonly channels: readonly Float64Array[]
  readonly interval: number
}

/** Rows that are trained on, validated on and tested on, one after the other from the first. */
export interface Split {
  readonly training: number
  readonly validation: number
  readonly test: number
}

/** As the literature splits them: ETTh into 12, 4 and 4 months of 30 days; other sets 7 : 1 : 2. */
export const splits: Readonly<Record<string, (rows: number) => Split>> = {
  'ett-hourly': () => ({ training: 8640, validation: 2880, test: 2880 }),
  'ett-minutely': () => ({ training: 34560, validation: 11520, test: 11520 }),
  '7-1-2': rows => {
    const training = Math.floor(0.7 * rows)
    const test = Math.floor(0.2 * rows)
    return { training, validation: rows - training - test, test }
  },
}

/** Reads a CSV with a header, a first column of dates and numeric columns; missing values are interpolated. */
export async function readBenchmarkSeries(file: string): Promise<BenchmarkSeries> {
  const [header = '', ...lines] = (await readFile(file, 'utf8')).split(/\r?\n/).filter(line => line !== '')
  const rows = lines.map(line => line.split(','))
  const times = Float64Array.from(rows, ([date = '']) => Date.parse(`${date.replace(' ', 'T')}Z`))
  const columns = header
    .split(',')
    .slice(1)
    .map((name, c) => ({ name, values: Float64Array.from(rows, row => Number.parseFloat(row[c + 1] ?? '')) }))
    .filter(({ values }) => values.some(Number.isFinite))
  for (const { values } of columns) fillGaps(values)
  return {
    names: columns.map(column => column.name),
    channels: columns.map(column => column.values),
    interval: inferInterval(times) ?? 3_600_000,
  }
}

/** Each channel less its mean and over its standard deviation in the first `rows` rows. */
export function standardise(channels: readonly Float64Array[], rows: number): Float64Array[] {
  return channels.map(values => {
    const part = values.subarray(0, rows)
    const mean = part.reduce((sum, value) => sum + value, 0) / rows
    const deviation = Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows)
    return values.map(value => (value - mean) / (deviation || 1))
  })
}

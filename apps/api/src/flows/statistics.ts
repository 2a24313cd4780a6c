import { checkWindow, expectedRows, type PointRange, rowsAtMost, type Spend } from '@seriema/domain/range'
import type { ChannelSummary } from '../store/point/reduced.ts'
import { summarisePoints } from '../store/point/reduced.ts'
import { countPoints, readPoints } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import type { ReadApp } from './read-points.ts'

/** null where no value is there (and for the deviation, below two). */
export interface ChannelStatistics extends ChannelSummary {
  readonly channel: number
}

/** Per channel, over the last 1,000 points unless a range or a number is asked for. Throws INVALID_INPUT, TOO_LARGE. */
export async function readStatistics(
  app: ReadApp,
  series: Series,
  request: PointRange,
  spend: Spend,
): Promise<readonly ChannelStatistics[]> {
  const { from, to, last } = checkWindow(request)
  const range = { from, to, last }
  const most = rowsAtMost(series.channels.length)
  const rows = expectedRows(series, range)
  spend(rows * series.channels.length)
  const held = from === null && to === null && last !== null ? await app.windows.tail(app.reads, series, last) : null
  if (held !== null) return held.channels.map((values, channel) => ({ channel, ...summarise(values) }))
  const read = async () => {
    if ((await countPoints(app.reads, series, range)) > most) return summarisePoints(app.reads, series, range)
    const { channels } = await readPoints(app.reads, series, range)
    return channels.map(summarise)
  }
  return (await (rows > most ? app.wideReads(read) : read())).map((summary, channel) => ({ channel, ...summary }))
}

/** Welford's mean and deviation (n − 1). */
export function summarise(values: Float64Array): ChannelSummary {
  const present = values.filter(value => !Number.isNaN(value))
  const count = present.length
  if (count === 0) return { ...nothing, missing: values.length }
  let mean = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const off = present[i]! - mean
    mean += off / (i + 1)
    squares += off * (present[i]! - mean)
  }
  const last = present[count - 1]!
  present.sort()
  return {
    count,
    missing: values.length - count,
    mean,
    standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    minimum: present[0]!,
    maximum: present[count - 1]!,
    median: (present[(count - 1) >> 1]! + present[count >> 1]!) / 2,
    last,
  }
}

const nothing: ChannelSummary = {
  count: 0,
  missing: 0,
  mean: null,
  standardDeviation: null,
  minimum: null,
  maximum: null,
  median: null,
  last: null,
}

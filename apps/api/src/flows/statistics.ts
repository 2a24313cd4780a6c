import type { PointColumns } from '@seriema/domain/point'
import {
  type CounterView,
  checkWindow,
  expectedRows,
  type PointRange,
  rowsAtMost,
  type Spend,
} from '@seriema/domain/range'
import { inOwnUnit, saneScale, scaledBy } from '@seriema/ml/series/sane-scale'
import { asWatched } from '../store/point/reading.ts'
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
  view: CounterView = 'reading',
): Promise<readonly ChannelStatistics[]> {
  const { from, to, last } = checkWindow(request)
  const range = { from, to, last }
  const most = rowsAtMost(series.channels.length)
  const rows = expectedRows(series, range)
  spend(rows * series.channels.length)
  const held = from === null && to === null && last !== null ? await app.windows.tail(app.reads, series, last) : null
  const asSeen = (points: PointColumns) => (view === 'rate' ? asWatched(app.reads, series, points) : points)
  if (held !== null) return (await asSeen(held)).channels.map((values, channel) => ({ channel, ...summarise(values) }))
  const read = async () => {
    if ((await countPoints(app.reads, series, range)) > most) return summarisePoints(app.reads, series, range, view)
    const { channels } = await asSeen(await readPoints(app.reads, series, range))
    return channels.map(summarise)
  }
  return (await (rows > most ? app.wideReads(read) : read())).map((summary, channel) => ({ channel, ...summary }))
}

/**
 * Welford's mean and deviation (n − 1), of values scaled so that no square overflows. Every figure is finite: a deviation
 * larger than doubles hold is the largest they do.
 */
export function summarise(values: Float64Array): ChannelSummary {
  const own = values.filter(value => !Number.isNaN(value))
  const count = own.length
  if (count === 0) return { ...nothing, missing: values.length }
  const scale = saneScale(own)
  const present = scaledBy(own, scale)
  const inUnit = (figure: number) => inOwnUnit(Float64Array.of(figure), scale)[0]!
  let mean = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const off = present[i]! - mean
    mean += off / (i + 1)
    squares += off * (present[i]! - mean)
  }
  const last = own[count - 1]!
  const sorted = own.toSorted()
  return {
    count,
    missing: values.length - count,
    mean: inUnit(mean),
    standardDeviation: count > 1 ? inUnit(Math.sqrt(squares / (count - 1))) : null,
    minimum: sorted[0]!,
    maximum: sorted[count - 1]!,
    median: sorted[(count - 1) >> 1]! / 2 + sorted[count >> 1]! / 2,
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

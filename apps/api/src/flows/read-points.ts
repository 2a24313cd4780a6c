import { counterPlaces } from '@seriema/domain/counter'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import {
  type CounterView,
  checkWindow,
  expectedRows,
  type PointRange,
  rowsAtMost,
  type Spend,
  type WindowRequest,
} from '@seriema/domain/range'
import { slice } from '@seriema/domain/settle'
import { lttb } from '@seriema/ml/series/lttb'
import { rollingMean } from '@seriema/ml/series/rolling-mean'
import type { Core } from '../core.ts'
import { anomalyTimes } from '../store/anomaly.ts'
import type { Db } from '../store/database.ts'
import { asWatched } from '../store/point/reading.ts'
import { readExtremes, readRollingMeans } from '../store/point/reduced.ts'
import { countPoints, readPoints } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'

type Json = readonly (number | null)[]

export interface PointWindow extends PointColumns {
  /** One column per channel where it was asked for. */
  readonly rollingMean: readonly Float64Array[] | null
  /** How many stored points the range holds. */
  readonly total: number
  readonly downsampled: boolean
  /** The same ready for JSON, NaN as null; shared between callers, so never change it. */
  readonly json: {
    readonly times: Json
    readonly values: readonly Json[]
    readonly rollingMean: readonly Json[] | null
  }
}

export type ReadApp = Pick<Core, 'reads' | 'sharedReads' | 'wideReads'> & { readonly windows: LiveWindows }

/**
 * Oldest first; the last 1,000 points unless a range or a number is asked for. The last few thousand of a series in use
 * come from memory. Down-sampling keeps each channel's extremes and the strongest anomalies. Memory is bounded however
 * long the range and however many the channels: beyond 100,000 points, or 500,000 values, LTTB chooses among the lowest
 * and the highest of each span of time. What is read is told to `spend`. Throws INVALID_INPUT, TOO_LARGE.
 */
export async function readWindow(
  app: ReadApp,
  series: Series,
  request: WindowRequest,
  spend: Spend,
  view: CounterView = 'reading',
): Promise<PointWindow> {
  const { from, to, last, maxPoints, rollingMean: width } = checkWindow(request)
  const most = rowsAtMost(series.channels.length)
  const context = width === null ? 0 : width - 1
  if (context > most)
    throw new Fault(
      'TOO_LARGE',
      `a rolling mean over ${width} points of so many channels: at most ${most} are averaged`,
    )
  const rows = expectedRows(series, { from, to, last })
  spend(rows * series.channels.length)
  if (from != null || to != null || last == null || last + context > most) {
    const read = () => readRange(app.reads, series, { from, to, last }, maxPoints, width, spend, view)
    return rows > most ? app.wideReads(read) : read()
  }
  const counters = view === 'rate' ? counterPlaces(series.channels) : []
  const name = `window ${last} ${maxPoints} ${width} ${counters}`
  return app.windows.remember(series, name, async () => {
    const db = app.sharedReads
    const held = await app.windows.tail(db, series, last + context)
    const read = held ?? (await readPoints(db, series, { last: last + context }))
    const points = await seen(db, series, read, view)
    return present(db, series, points, Math.max(0, points.times.length - last), maxPoints, width)
  })
}

async function readRange(
  db: Db,
  series: Series,
  range: PointRange,
  maxPoints: number | null,
  width: number | null,
  spend: Spend,
  view: CounterView,
): Promise<PointWindow> {
  const most = rowsAtMost(series.channels.length)
  const total = await countPoints(db, series, range)
  if (total > most) return readReduced(db, series, range, total, Math.min(maxPoints ?? most, most), width, spend, view)
  const read = await readPoints(db, series, range)
  const first = read.times[0]
  const before =
    width === null || width === 1 || first === undefined
      ? slice(read, 0, 0)
      : await readPoints(db, series, { to: first, last: width - 1 })
  const points = await seen(db, series, joined(before, read), view)
  return present(db, series, points, before.times.length, maxPoints, width)
}

const seen = (db: Db, series: Series, points: PointColumns, view: CounterView): Promise<PointColumns> | PointColumns =>
  view === 'rate' ? asWatched(db, series, points) : points

/** `points` begin with `context` points that only the rolling mean looks at. */
async function present(
  db: Db,
  series: Series,
  points: PointColumns,
  context: number,
  maxPoints: number | null,
  width: number | null,
): Promise<PointWindow> {
  const means = width === null ? null : points.channels.map(values => rollingMean(values, width).subarray(context))
  const times = points.times.subarray(context)
  const channels = points.channels.map(values => values.subarray(context))
  const total = times.length
  if (maxPoints === null || total <= maxPoints) return window({ times, channels }, means, total, false)
  const kept = lttb(times, channels, maxPoints, places(times, await strongest(db, series, times, maxPoints)))
  const taken = (values: Float64Array) => Float64Array.from(kept, i => values[i]!)
  return window({ times: taken(times), channels: channels.map(taken) }, means?.map(taken) ?? null, total, true)
}

/**
 * Too many to read: chosen among extremes and anomalies, and the rolling mean is computed at those chosen. A counter only
 * goes on, so where it is lowest and highest within a span says how much it counted there: its rate is the mean rate from
 * one of these to the next, and there is no rolling mean of it.
 */
async function readReduced(
  db: Db,
  series: Series,
  range: PointRange,
  total: number,
  maxPoints: number,
  width: number | null,
  spend: Spend,
  view: CounterView,
): Promise<PointWindow> {
  const spans = Math.ceil(rowsAtMost(series.channels.length) / 4 / series.channels.length)
  const points = await seen(db, series, await readExtremes(db, series, range, spans), view)
  const found = await strongest(db, series, points.times, maxPoints)
  const kept = lttb(points.times, points.channels, maxPoints, places(points.times, found))
  const taken = (values: Float64Array) => Float64Array.from(kept, i => values[i]!)
  const times = taken(points.times)
  if (width !== null) spend(times.length * width * series.channels.length)
  const read = width === null ? null : await readRollingMeans(db, series, times, width)
  const counters = view === 'rate' ? counterPlaces(series.channels) : []
  const means = read?.map((column, c) => (counters.includes(c) ? column.fill(Number.NaN) : column)) ?? null
  return window({ times, channels: points.channels.map(taken) }, means, total, true)
}

/** Anomalies take at most half of what is shown, the strongest first. */
const strongest = (db: Db, series: Series, times: Float64Array, maxPoints: number): Promise<Float64Array> =>
  anomalyTimes(db, series.id, times[0]!, times.at(-1)!, Math.floor(maxPoints / 2))

function places(times: Float64Array, wanted: Float64Array): number[] {
  const at = new Set(wanted)
  const found: number[] = []
  for (let i = 0; i < times.length; i++) if (at.has(times[i]!)) found.push(i)
  return found
}

function window(
  points: PointColumns,
  means: readonly Float64Array[] | null,
  total: number,
  downsampled: boolean,
): PointWindow {
  let json: PointWindow['json'] | null = null
  return {
    ...points,
    rollingMean: means,
    total,
    downsampled,
    get json() {
      json ??= {
        times: Array.from(points.times),
        values: points.channels.map(plain),
        rollingMean: means?.map(plain) ?? null,
      }
      return json
    },
  }
}

const plain = (values: Float64Array): Json => Array.from(values, value => (Number.isNaN(value) ? null : value))

function joined(a: PointColumns, b: PointColumns): PointColumns {
  if (a.times.length === 0) return b
  const join = (x: Float64Array, y: Float64Array) => {
    const both = new Float64Array(x.length + y.length)
    both.set(x)
    both.set(y, x.length)
    return both
  }
  return { times: join(a.times, b.times), channels: a.channels.map((values, c) => join(values, b.channels[c]!)) }
}

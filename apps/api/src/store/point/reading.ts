import { counterPlaces, hasCounters, lastReadings, type Reading, rates } from '@seriema/domain/counter'
import { countBefore, type PointColumns } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import type { Step } from '@seriema/domain/step'
import type { Db } from '../database.ts'
import { type Series, stepOf } from '../series.ts'

/** Points looked through for a counter's reading: one farther away says nothing of what a step brings. */
const farthest = 20_000

type Readings = readonly (Reading | null)[]

/** Each counter's last reading before an instant, or its first after it; null for the other channels, and where there is none. */
async function readReadings(db: Db, series: Series, at: number, side: 'before' | 'after'): Promise<Readings> {
  const { sql } = db
  const places = counterPlaces(series.channels)
  const [compared, order] = side === 'before' ? ['<', 'desc'] : ['>', 'asc']
  const rows = await sql<{ place: number; at: number; value: number }[]>`
    select c as place, date_part('epoch', r.at) * 1000 as at, r.value
    from unnest(${sql.array([...places], 23)}::int[]) c cross join lateral (
      select at, values[c + 1] as value from (
        select at, values from points where series_id = ${series.id}
          and at ${sql.unsafe(compared)} to_timestamp(${at / 1_000}::float8)::timestamptz(3)
        order by at ${sql.unsafe(order)} limit ${farthest}) p
      where values[c + 1] <> 'NaN' order by at ${sql.unsafe(order)} limit 1) r`
  const found = new Map(rows.map(row => [row.place, { at: Math.round(row.at), value: row.value }]))
  return series.channels.map((_, c) => found.get(c) ?? null)
}

/** Each counter's last reading before an instant. `recent` are points before it that are known, with none after them. */
export async function readingsBefore(
  db: Db,
  series: Series,
  at: number,
  recent: PointColumns | null,
): Promise<Readings> {
  const known =
    recent === null
      ? []
      : lastReadings({
          times: recent.times,
          channels: recent.channels.map(values => values.subarray(0, countBefore(recent.times, at))),
        })
  const allKnown = counterPlaces(series.channels).every(c => known[c] != null)
  const noneBefore = series.firstAt === null || at <= series.firstAt
  if (allKnown || noneBefore) return known
  const read = await readReadings(db, series, at, 'before')
  return read.map((reading, c) => known[c] ?? reading)
}

/** The instants of each counter's first reading after another, ascending. */
export async function nextReadings(db: Db, series: Series, at: number): Promise<Float64Array> {
  if (series.lastAt === null || at >= series.lastAt) return new Float64Array(0)
  const read = await readReadings(db, series, at, 'after')
  return Float64Array.from(new Set(read.flatMap(reading => (reading === null ? [] : [reading.at])))).sort()
}

/**
 * Points of a series as they are watched and forecast: counters as rates (`domain/counter`). For channels that are all
 * gauges it costs nothing.
 *
 * @param points ascending, in a row as they are stored or are to be
 * @param recent points right before them that are known
 * @param step what is counted by, where it is not the series' step as it is now
 */
export async function asWatched(
  db: Db,
  series: Series,
  points: PointColumns,
  recent: PointColumns | null = null,
  step: Step | null = stepOf(series),
): Promise<PointColumns> {
  const first = points.times[0]
  if (first === undefined || !hasCounters(series.channels)) return points
  return rates(points, series.channels, step, await readingsBefore(db, series, first, recent))
}

/** From where the rates of all counters are known on: before its second reading a counter has none. */
export function sinceFirstRates({ channels }: Series, watched: PointColumns): PointColumns {
  const begins = counterPlaces(channels).map(c => watched.channels[c]!.findIndex(rate => !Number.isNaN(rate)))
  const first = Math.max(0, ...begins)
  return first === 0 ? watched : slice(watched, first)
}

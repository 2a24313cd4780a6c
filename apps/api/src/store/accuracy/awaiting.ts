import type { Candidate } from '@seriema/domain/accuracy/lead'
import type { Step } from '@seriema/domain/step'
import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'
import type { Series } from '../series.ts'

/** Where a series stands, and what came since. Instants in epoch milliseconds. */
export interface Awaiting {
  readonly seriesId: number
  /** Of the sums as they are; null: there are none yet. */
  readonly revision: number | null
  readonly centres: readonly number[]
  /** The first origin of the forecasts kept. */
  readonly firstOrigin: number
  /** Of the points looked at, in the order they came, and the arrival number of the last of them. */
  readonly times: Float64Array
  readonly seq: number
}

/** Points of a series that a look takes at most; whatever is older than the last `farthest` is not looked at. */
const atOnce = 500

/**
 * Of these series, as they were: those of which there are forecasts and points that were not compared with them.
 *
 * @param farthest how many of the last points are looked at
 */
export async function findAwaiting({ sql }: Db, all: readonly Series[], farthest: number): Promise<Awaiting[]> {
  const column = (pick: (series: Series) => number) => sql.array(all.map(pick), 20)
  const rows = await sql<
    {
      id: number
      revision: number | null
      centres: string | null
      first_origin: number
      times: string
      last: number
      count: number
      to: number
    }[]
  >`
    select s.id::int, p.revision, array_to_string(p.centres, ',') as centres,
      date_part('epoch', f.origin) * 1000 as first_origin, t.times, t.last, t.count, s.to
    from unnest(${column(s => s.id)}::int8[], ${column(s => s.lastSeq)}::int8[]) as s (id, "to")
    left join accuracy_progress p on p.series_id = s.id
    cross join lateral (
      select origin, origin_seq from forecasts where series_id = s.id order by origin limit 1) f
    cross join lateral (
      select array_to_string(array_agg(date_part('epoch', at) * 1000), ',') as times, max(seq) as last, count(*)::int
      from (select seq, at from points where series_id = s.id and seq <= s.to
          and seq > greatest(coalesce(p.seq, f.origin_seq), s.to - ${farthest}::int8)
        order by seq limit ${atOnce}) n) t
    where t.count > 0`
  return rows.map(row => ({
    seriesId: row.id,
    revision: row.revision,
    centres: row.centres === null ? [] : [...numbers(row.centres)],
    firstOrigin: Math.round(row.first_origin),
    times: numbers(row.times).map(Math.round),
    seq: row.count < atOnce ? row.to : row.last,
  }))
}

/** An instant of a series, and between which instants, inclusive, a forecast is sought that says something of it. */
export interface Sought {
  readonly seriesId: number
  readonly at: number
  readonly from: number
  readonly to: number
}

/** A forecast that may say something of an instant. */
export interface FoundForecast extends Candidate {
  /** Length in points; 1: none was found. */
  readonly season: number
}

/**
 * The forecasts sought, by the place of what they were sought for: of each forecaster and version the one made first that
 * reaches the instant. Where steps are a calendar's, all of them, since how far they reach is for the domain to say.
 */
export async function findSought({ sql }: Db, all: readonly Sought[]): Promise<Map<number, FoundForecast[]>> {
  if (all.length === 0) return new Map()
  const instants = (pick: (one: Sought) => number) => `{${all.map(pick).join(',')}}`
  const rows = await sql<
    {
      place: number
      id: number
      forecaster: string
      version_id: number | null
      origin: number
      interval: number
      step: Step | null
      season: number
      horizon: number
    }[]
  >`
    select u.place::int, f.id, f.forecaster, f.version_id, date_part('epoch', f.origin) * 1000 as origin, f.interval, f.step,
      f.season, f.horizon
    from unnest(${instants(s => s.seriesId)}::int[], ${instants(s => s.at)}::float8[], ${instants(s => s.from)}::float8[],
      ${instants(s => s.to)}::float8[]) with ordinality as u (series_id, at, "from", "to", place)
    cross join lateral (
      select distinct on (forecaster, version_id, case when step is null then 0 else id end)
        id, forecaster, version_id, origin, interval, step, season, horizon
      from forecasts where series_id = u.series_id
        and origin between to_timestamp(u.from / 1000) and to_timestamp(u.to / 1000)
        and (step is not null or date_part('epoch', origin) * 1000 + (horizon + 0.5) * interval > u.at)
      order by forecaster, version_id, case when step is null then 0 else id end, origin, id) f`
  const found = rows.map(row => ({
    place: row.place - 1,
    id: row.id,
    forecaster: row.forecaster,
    versionId: row.version_id,
    origin: Math.round(row.origin),
    step: row.step ?? ({ unit: 'millisecond', count: row.interval } as const),
    season: row.season,
    horizon: row.horizon,
  }))
  return Map.groupBy(found, one => one.place)
}

/** Series whose last points were not compared before whoever was to went away. */
export async function findBehind({ sql }: Db, most: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select s.id from accuracy_progress p join series s on s.id = p.series_id
    where s.last_seq > p.seq and s.deleted_at is null and not s.doomed limit ${most}`
  return rows.map(({ id }) => id)
}

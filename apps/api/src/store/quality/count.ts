import { missingBetween, type QualityCounts, type QualityWindow } from '@seriema/domain/quality'
import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'
import { type Series, stepOf } from '../series.ts'

/** A reading at most this share of the one before is a counter that began again; one above it went back. */
const beginsAgain = 0.1
/** A share of less would be too small for PostgreSQL to tell. */
const least = 1e-300

interface Counted extends Omit<QualityCounts, 'missingInstants'> {
  readonly id: number
  readonly missingInstants: number | null
  /** Where the step is one of the calendar: all instants. */
  readonly times: string | null
}

/**
 * What there is to count in one window of each series, by one statement that reads each of their points once. Where the
 * step is a duration the gaps are counted where the points are; instants of a calendar are few, and counted here.
 */
export async function countQuality(
  { sql }: Db,
  windows: readonly (QualityWindow & { readonly series: Series })[],
): Promise<Map<number, QualityCounts>> {
  if (windows.length === 0) return new Map()
  const steps = windows.map(({ series }) => stepOf(series))
  const column = (values: readonly (number | null)[]) => `{${values.map(value => value ?? 'null').join(',')}}`
  const rows = await sql<Counted[]>`
    select t.id, w.points, w.missing_values as "missingValues", w.missing_instants as "missingInstants", w.implausible,
      w.decreases, date_part('epoch', w.first) * 1000 as first, date_part('epoch', w.last) * 1000 as last, w.times,
      (select count(*) from anomalies a where a.series_id = t.id and a.at >= t.since and a.at < t.until) as anomalies
    from (
      select id, interval, to_timestamp(f / 1000)::timestamptz(3) as since, to_timestamp(u / 1000)::timestamptz(3) as until
      from unnest(${column(windows.map(({ series }) => series.id))}::int[], ${column(windows.map(({ from }) => from))}::float8[],
        ${column(windows.map(({ to }) => to))}::float8[],
        ${column(steps.map(step => (step?.unit === 'millisecond' ? step.count : null)))}::float8[]) as x (id, f, u, interval)
    ) t
    join series s on s.id = t.id
    cross join lateral (
      select array_agg(coalesce((c->>'minimum')::float8, case when c->>'kind' = 'counter' then 0 end) order by place) as lows,
        array_agg((c->>'maximum')::float8 order by place) as highs,
        array_agg(c->>'kind' = 'counter' order by place) as counters,
        bool_or(c->>'kind' = 'counter') as counts,
        bool_or(c->>'minimum' is not null or c->>'maximum' is not null or c->>'kind' = 'counter') as bounded
      from jsonb_array_elements(s.channels) with ordinality e (c, place)
    ) b
    cross join lateral (
      select count(*) as points,
        coalesce(sum(cardinality(array_positions(p.values, 'NaN'))), 0) as missing_values,
        case when t.interval is not null then
          coalesce(sum(greatest(0, round(date_part('epoch', p.at - p.at_before) * 1000 / t.interval) - 1)), 0) end as missing_instants,
        coalesce(sum(case when b.bounded then (
          select count(*) from unnest(p.values, b.lows, b.highs) u (v, low, high) where v <> 'NaN' and (v < low or v > high)
        ) end), 0)::int8 as implausible,
        coalesce(sum(case when b.counts then (
          select count(*) from unnest(p.values, p.values_before, b.counters) u (v, w, counter)
          where counter and v <> 'NaN' and w <> 'NaN' and v < w and v > ${beginsAgain} * greatest(w, ${least})
        ) end), 0)::int8 as decreases,
        min(p.at) as first, max(p.at) as last,
        case when t.interval is null then array_to_string(array_agg(date_part('epoch', p.at) * 1000 order by p.at), ',') end as times
      from (
        select at, values, lag(at) over own as at_before, case when b.counts then lag(values) over own end as values_before
        from points where series_id = t.id and at >= t.since and at < t.until
        window own as (order by at)
      ) p
    ) w`
  const stepById = new Map(windows.map(({ series }, i) => [series.id, steps[i]!]))
  return new Map(
    rows.map(({ id, times, missingInstants, first, last, ...counted }) => [
      id,
      {
        ...counted,
        first: first === null ? null : Math.round(first),
        last: last === null ? null : Math.round(last),
        missingInstants: missingInstants ?? missingOf(stepById.get(id) ?? null, times),
      },
    ]),
  )
}

const missingOf = (step: ReturnType<typeof stepOf>, times: string | null): number =>
  step === null ? 0 : missingBetween(step, numbers(times).map(Math.round))

import type { DetectorKind, Finding, Severity } from '@seriema/domain/anomaly'
import { type PageRequest, pageSize } from '@seriema/domain/page'
import type { Row } from 'postgres'
import type { Db } from './database.ts'
import { statements } from './database.ts'
import type { Page } from './page.ts'
import { readCursor, toPage } from './page.ts'
import { numbers } from './point/columns.ts'

export interface StoredAnomaly extends Finding {
  readonly id: number
  readonly seriesId: number
  readonly foundAt: number
}

export interface NewAnomaly extends Finding {
  readonly seriesId: number
}

export interface AnomalyFilter {
  /** null or left out: all. */
  readonly seriesIds?: readonly number[] | null | undefined
  readonly severities?: readonly Severity[] | null | undefined
  /** Names of channels. */
  readonly channels?: readonly string[] | null | undefined
  readonly detectors?: readonly DetectorKind[] | null | undefined
  /** Only those an event began with, or only the others. */
  readonly alarm?: boolean | null | undefined
  /** Inclusive, exclusive; epoch milliseconds. */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

export interface AnomalySummary {
  readonly medium: number
  readonly high: number
  readonly critical: number
  readonly latest: StoredAnomaly | null
}

const columns = `a.id, a.series_id, date_part('epoch', a.at) * 1000 as at, a.channel, a.value, a.expected, a.lower,
  a.upper, a.score, a.severity, a.detector, a.fallback, a.reason, a.late, a.alarm, date_part('epoch', a.found_at) * 1000 as found_at`

/** Returns them with their ids, in the order given. */
export async function insertAnomalies(tx: Db, found: readonly NewAnomaly[], now: number): Promise<StoredAnomaly[]> {
  if (found.length === 0) return []
  const sql = statements(tx)
  const rows = await sql<{ id: number }[]>`
    insert into anomalies (series_id, at, channel, value, expected, lower, upper, score, severity, detector, fallback,
      reason, late, alarm, found_at)
    select "seriesId", to_timestamp(at / 1000), channel, value, expected, lower, upper, score, severity, detector,
      fallback, reason, late, alarm, to_timestamp(${now / 1_000}::float8)
    from json_to_recordset(${JSON.stringify(found)}::text::json) as f ("seriesId" int, at float8, channel smallint,
      value float8, expected float8, lower float8, upper float8, score float8, severity text, detector text,
      fallback text, reason text, late boolean, alarm boolean)
    returning id`
  return found.map((anomaly, i) => ({ ...anomaly, id: rows[i]!.id, foundAt: now }))
}

/** Takes back what was found at instants whose values are no more. */
export async function forgetAnomalies(
  tx: Db,
  gone: readonly { readonly seriesId: number; readonly times: Float64Array }[],
): Promise<void> {
  const sql = statements(tx)
  await Promise.all(
    gone
      .filter(({ times }) => times.length > 0)
      .map(
        ({ seriesId, times }) => sql`delete from anomalies where series_id = ${seriesId}
          and at in (select to_timestamp(t / 1000)::timestamptz(3) from unnest(${`{${times.join(',')}}`}::float8[]) t)`,
      ),
  )
}

/** Newest first by the point's instant. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listAnomalies(
  db: Db,
  filter: AnomalyFilter,
  request: PageRequest = {},
): Promise<Page<StoredAnomaly>> {
  const sql = statements(db)
  const { size, backward } = pageSize(request)
  const { seriesIds, severities, channels, detectors, alarm, from, to } = filter
  const conditions = [
    seriesIds == null ? null : sql`a.series_id = any(${sql.array([...seriesIds], 23)})`,
    severities == null ? null : sql`a.severity = any(${sql.array([...severities], 25)})`,
    detectors == null ? null : sql`a.detector = any(${sql.array([...detectors], 25)})`,
    alarm == null ? null : sql`a.alarm = ${alarm}`,
    channels == null
      ? null
      : sql`(select s.channels->a.channel->>'name' from series s where s.id = a.series_id) = any(${sql.array([...channels], 25)})`,
    from == null ? null : sql`a.at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3)`,
    to == null ? null : sql`a.at < to_timestamp(${to / 1_000}::float8)::timestamptz(3)`,
  ].filter(condition => condition !== null)
  const matching = conditions.reduce((all, condition) => sql`${all} and ${condition}`, sql`true`)
  const cursor = backward ? request.before : request.after
  const place = cursor == null ? null : readCursor(cursor, 'instant')
  const beyond =
    place === null
      ? sql`true`
      : sql`(a.at, a.id) ${backward ? sql`>` : sql`<`}
          (to_timestamp(${Number(place[0]) / 1_000}::float8)::timestamptz(3), ${place[1]}::int8)`
  const direction = backward ? sql`asc` : sql`desc`
  const [rows, [count]] = await Promise.all([
    sql`select ${sql.unsafe(columns)} from anomalies a where ${matching} and ${beyond}
      order by a.at ${direction}, a.id ${direction} limit ${size + 1}`,
    sql<{ count: number }[]>`select count(*) from anomalies a where ${matching}`,
  ])
  return toPage(request, rows.map(readAnomaly), anomaly => [anomaly.at, anomaly.id], count!.count)
}

/** Those that exist, in no particular order. */
export async function findAnomalies(db: Db, ids: readonly number[]): Promise<StoredAnomaly[]> {
  const sql = statements(db)
  const rows = await sql`select ${sql.unsafe(columns)} from anomalies a where a.id = any(${sql.array([...ids], 20)})`
  return rows.map(readAnomaly)
}

const none: AnomalySummary = { medium: 0, high: 0, critical: 0, latest: null }

/** Of each series, from the instant `from` on (epoch milliseconds); `latest` by the point's instant. */
export async function summariseAnomalies(
  db: Db,
  seriesIds: readonly number[],
  from = 0,
): Promise<Map<number, AnomalySummary>> {
  const sql = statements(db)
  const rows = await sql`
    select counts.*, ${sql.unsafe(columns)} from (
      select series_id as counted, count(*) filter (where severity = 'medium') as medium,
        count(*) filter (where severity = 'high') as high, count(*) filter (where severity = 'critical') as critical
      from anomalies where series_id = any(${sql.array([...seriesIds], 23)})
        and at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3)
      group by series_id) counts
    cross join lateral (select * from anomalies where series_id = counted order by at desc, id desc limit 1) a`
  const found = new Map<number, AnomalySummary>(
    rows.map(row => [
      row.counted,
      { medium: row.medium, high: row.high, critical: row.critical, latest: readAnomaly(row) },
    ]),
  )
  return new Map(seriesIds.map(id => [id, found.get(id) ?? none]))
}

/** Instants of the strongest anomalies of a series in a range (both ends inclusive): what a chart must not lose. */
export async function anomalyTimes(
  db: Db,
  seriesId: number,
  from: number,
  to: number,
  limit: number,
): Promise<Float64Array> {
  const sql = statements(db)
  const [row] = await sql<{ times: string | null }[]>`
    select array_to_string(array_agg(date_part('epoch', at) * 1000), ',') as times from (
      select at from anomalies where series_id = ${seriesId}
        and at >= to_timestamp(${from / 1_000}::float8)::timestamptz(3)
        and at <= to_timestamp(${to / 1_000}::float8)::timestamptz(3)
      order by score desc limit ${limit}) a`
  return numbers(row!.times).map(Math.round)
}

function readAnomaly(row: Row): StoredAnomaly {
  return {
    id: row.id,
    seriesId: row.series_id,
    at: Math.round(row.at),
    channel: row.channel,
    value: row.value,
    expected: row.expected,
    lower: row.lower,
    upper: row.upper,
    score: row.score,
    severity: row.severity as Severity,
    detector: row.detector as DetectorKind,
    fallback: row.fallback,
    reason: row.reason,
    late: row.late,
    alarm: row.alarm,
    foundAt: Math.round(row.found_at),
  }
}

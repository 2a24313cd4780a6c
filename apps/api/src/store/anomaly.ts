import type { DetectorKind, Finding, Severity } from '@seriema/domain/anomaly'
import type { PageRequest } from '@seriema/domain/page'
import { and, asc, desc, eq, gte, lt, lte, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import { type Db, prepared } from './database.ts'
import { insertAll } from './insert-all.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { ofSeriesThere } from './series/deleted.ts'
import { anomaly as table } from './tables/anomaly.ts'
import { series } from './tables/series.ts'

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

/** Returns them with their ids, in the order given. */
export async function insertAnomalies(tx: Db, found: readonly NewAnomaly[], now: number): Promise<StoredAnomaly[]> {
  const rows = found.map(one => ({ ...finite(one), foundAt: now }))
  const ids = await insertAll(tx, table, rows)
  return rows.map((row, i) => ({ ...row, id: ids[i]! }))
}

/** Figures that a column and JSON can hold: what is larger than doubles are is the largest, what is no number the value. */
function finite(one: NewAnomaly): NewAnomaly {
  const bounded = (figure: number) =>
    Number.isNaN(figure) ? one.value : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, figure))
  const { expected, lower, upper, score } = one
  return { ...one, expected: bounded(expected), lower: bounded(lower), upper: bounded(upper), score: bounded(score) }
}

/** Takes back what was found at instants whose values are no more. */
export async function forgetAnomalies(
  tx: Db,
  gone: readonly { readonly seriesId: number; readonly times: Float64Array; readonly channel?: number }[],
): Promise<void> {
  await Promise.all(
    gone
      .filter(({ times }) => times.length > 0)
      .map(({ seriesId, times, channel }) =>
        tx.query.delete(table).where(
          and(
            eq(table.seriesId, seriesId),
            channel === undefined ? undefined : eq(table.channel, channel),
            sql`${table.at} in (select to_timestamp(t / 1000)::timestamptz(3)
              from unnest(${sql.param(Array.from(times))}::float8[]) t)`,
          ),
        ),
      ),
  )
}

/** Takes back what was found in some channels of a series. */
export async function forgetChannels(tx: Db, seriesId: number, channels: readonly number[]): Promise<void> {
  await tx.query.delete(table).where(and(eq(table.seriesId, seriesId), anyOf(table.channel, channels)))
}

export type AnomalyOrder = 'time' | 'score'

export interface AnomalyListing extends PageRequest {
  readonly orderBy?: AnomalyOrder | null | undefined
}

const orders: Readonly<Record<AnomalyOrder, Order>> = {
  time: { by: table.at, of: 'instant', id: table.id, descending: true },
  score: { by: table.score, of: 'measure', id: table.id, descending: true },
}

/** The newest first by the point's instant, or those with the greatest score. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listAnomalies(
  { query }: Db,
  { seriesIds, severities, channels, detectors, alarm, from, to }: AnomalyFilter,
  request: AnomalyListing = {},
): Promise<Page<StoredAnomaly>> {
  const orderBy = request.orderBy ?? 'time'
  const order = orders[orderBy]
  const { after, falling, limit } = startOf(request, order)
  const channelName = query
    .select({ name: sql`${series.channels}->${table.channel}->>'name'` })
    .from(series)
    .where(eq(series.id, table.seriesId))
  const matching = and(
    seriesIds == null ? ofSeriesThere(table.seriesId) : anyOf(table.seriesId, seriesIds),
    severities == null ? undefined : anyOf(table.severity, severities),
    detectors == null ? undefined : anyOf(table.detector, detectors),
    alarm == null ? undefined : eq(table.alarm, alarm),
    channels == null ? undefined : sql`${channelName} = any(${sql.param(channels)})`,
    from == null ? undefined : gte(table.at, from),
    to == null ? undefined : lt(table.at, to),
  )
  const [rows, count] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(order, falling, after.value, after.id)))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.$count(table, matching),
  ])
  return toPage(request, rows, anomaly => [orderBy === 'time' ? anomaly.at : anomaly.score, anomaly.id], count)
}

/** Those that exist, in no particular order. */
export const findAnomalies = async ({ query }: Db, ids: readonly number[]): Promise<StoredAnomaly[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofSeriesThere(table.seriesId)))

const none: AnomalySummary = { medium: 0, high: 0, critical: 0, latest: null }

/** Which points are counted. */
export interface AnomalySpan {
  /** From this instant on (epoch milliseconds). */
  readonly from: number
  /** At most so many milliseconds before the last point of the series; null: all. */
  readonly within: number | null
}

const summaries = prepared((query, bounded: boolean) => {
  const countOf = (severity: Severity) =>
    sql<number>`count(*) filter (where ${table.severity} = ${severity})`.as(severity)
  const counts = query
    .select({
      seriesId: table.seriesId,
      medium: countOf('medium'),
      high: countOf('high'),
      critical: countOf('critical'),
    })
    .from(table)
    .innerJoin(series, eq(series.id, table.seriesId))
    .where(
      and(
        anyOf(table.seriesId, sql.placeholder('seriesIds')),
        gte(table.at, sql.param(sql.placeholder('from'), table.at)),
        bounded
          ? gte(table.at, sql`${series.lastAt} - make_interval(secs => ${sql.placeholder('within')}::float8 / 1000)`)
          : undefined,
      ),
    )
    .groupBy(table.seriesId)
    .as('counts')
  const latest = query
    .select()
    .from(table)
    .where(eq(table.seriesId, counts.seriesId))
    .orderBy(desc(table.at), desc(table.id))
    .limit(1)
    .as('latest')
  return query.select().from(counts).crossJoinLateral(latest).prepare('anomaly_summaries')
})

/** Of each series; `latest` by the point's instant. */
export async function summariseAnomalies(
  db: Db,
  seriesIds: readonly number[],
  { from, within }: AnomalySpan,
): Promise<Map<number, AnomalySummary>> {
  const rows = await summaries(db, within !== null).execute({ seriesIds, from, within })
  const found = new Map(
    rows.map(({ counts: { seriesId, medium, high, critical }, latest }) => [
      seriesId,
      { medium, high, critical, latest },
    ]),
  )
  return new Map(seriesIds.map(id => [id, found.get(id) ?? none]))
}

/** Instants of the strongest anomalies of a series in a range (both ends inclusive): what a chart must not lose. */
export async function anomalyTimes(
  { query }: Db,
  seriesId: number,
  from: number,
  to: number,
  limit: number,
): Promise<Float64Array> {
  const rows = await query
    .select({ at: table.at })
    .from(table)
    .where(and(eq(table.seriesId, seriesId), gte(table.at, from), lte(table.at, to)))
    .orderBy(desc(table.score))
    .limit(limit)
  return Float64Array.from(rows, row => row.at)
}

/** Anomalies of series within spans, both ends inclusive, by one statement: of each series in the order of time. */
export async function anomaliesWithin(
  { query }: Db,
  spans: readonly { readonly seriesId: number; readonly from: number; readonly to: number }[],
): Promise<Map<number, StoredAnomaly[]>> {
  if (spans.length === 0) return new Map()
  const rows = await query
    .select()
    .from(table)
    .where(
      sql`${table.id} in (select a.id from json_to_recordset(${JSON.stringify(
        spans.map(({ seriesId, from, to }) => ({ id: seriesId, from, to })),
      )}::json) s (id int, "from" float8, "to" float8)
      join ${table} a on a.series_id = s.id and a.at >= to_timestamp(s."from" / 1000)::timestamptz(3)
        and a.at <= to_timestamp(s."to" / 1000)::timestamptz(3))`,
    )
    .orderBy(asc(table.at))
  return Map.groupBy(rows, ({ seriesId }) => seriesId)
}

import type { AlertCounts, AlertEntryKind, AlertSeverity, AlertState } from '@seriema/domain/alert'
import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import { and, asc, count, eq, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { listRows } from './list-rows.ts'
import type { Order, Page } from './page.ts'
import { ofSeriesThere } from './series/deleted.ts'
import { alertEntry, alertSeries, alert as table } from './tables/alert.ts'

/** An incident that a rule made known. Instants in epoch milliseconds. */
export type Alert = Readonly<typeof table.$inferSelect>

/** A series that is part of an alert. */
export type AlertSeries = Readonly<typeof alertSeries.$inferSelect>

/** A line of the timeline of an alert. */
export type AlertEntry = Readonly<typeof alertEntry.$inferSelect>

export const alertNotFound = (): Fault => new Fault('ALERT_NOT_FOUND', 'there is no alert with this id (any more)')

/** Whether an alert has a series that is there, or is about none at all. */
const shown: SQL = sql`(exists (select from ${alertSeries} x where x.alert_id = ${table.id}
    and x.series_id <> all(array(select id from series where deleted_at is not null)))
  or not exists (select from ${alertSeries} x where x.alert_id = ${table.id}))`

/** Those that exist, in no particular order. */
export const findAlerts = async ({ query }: Db, ids: readonly number[]): Promise<Alert[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), shown))

export interface AlertFilter {
  readonly states?: readonly AlertState[] | null | undefined
  readonly severities?: readonly AlertSeverity[] | null | undefined
  readonly ruleId?: number | null | undefined
  readonly seriesIds?: readonly number[] | null | undefined
  /** Open at some time from `from` on, and before `to` (epoch milliseconds). */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

const newestFirst: Order = { by: table.openedAt, of: 'instant', id: table.id, descending: true }

const matchingAlerts = ({ states, severities, ruleId, seriesIds, from, to }: AlertFilter): SQL | undefined =>
  and(
    shown,
    states == null ? undefined : anyOf(table.state, states),
    severities == null ? undefined : anyOf(table.severity, severities),
    ruleId == null ? undefined : eq(table.ruleId, ruleId),
    seriesIds == null
      ? undefined
      : sql`exists (select from ${alertSeries} x where x.alert_id = ${table.id}
          and x.series_id = any(${sql.param([...seriesIds])}))`,
    from == null ? undefined : sql`coalesce(${table.resolvedAt}, 'infinity') >= ${sql.param(from, table.resolvedAt)}`,
    to == null ? undefined : lt(table.openedAt, to),
  )

/** The newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export function listAlerts(db: Db, filter: AlertFilter, request: PageRequest = {}): Promise<Page<Alert>> {
  const matching = matchingAlerts(filter)
  return listRows(db, table, matching, newestFirst, one => [one.openedAt, one.id], request)
}

/** Open alerts of each of these series: how many of each severity. */
export async function openAlertCounts({ query }: Db, seriesIds: readonly number[]): Promise<Map<number, AlertCounts>> {
  const rows = await query
    .select({ seriesId: alertSeries.seriesId, severity: table.severity, count: count() })
    .from(alertSeries)
    .innerJoin(table, eq(table.id, alertSeries.alertId))
    .where(and(anyOf(alertSeries.seriesId, seriesIds), isNull(alertSeries.until), ne(table.state, 'resolved')))
    .groupBy(alertSeries.seriesId, table.severity)
  const found = new Map(seriesIds.map(id => [id, { info: 0, warning: 0, critical: 0 }]))
  for (const { seriesId, severity, count } of rows) found.get(seriesId)![severity] = count
  return found
}

/** How many alerts are open of each severity. */
export async function countOpenAlerts({ query }: Db): Promise<AlertCounts> {
  const rows = await query
    .select({ severity: table.severity, count: count() })
    .from(table)
    .where(and(ne(table.state, 'resolved'), shown))
    .groupBy(table.severity)
  return { info: 0, warning: 0, critical: 0, ...Object.fromEntries(rows.map(row => [row.severity, row.count])) }
}

/** Of each of these alerts, the series that joined first first, so many of each at most. */
export async function seriesOfAlerts(
  { query }: Db,
  alertIds: readonly number[],
  atMost = 100,
): Promise<Map<number, AlertSeries[]>> {
  const ranked = query
    .select({
      alertId: alertSeries.alertId,
      seriesId: alertSeries.seriesId,
      rank: sql<number>`row_number() over (partition by ${alertSeries.alertId} order by ${alertSeries.since}, ${alertSeries.seriesId})`.as(
        'rank',
      ),
    })
    .from(alertSeries)
    .where(and(anyOf(alertSeries.alertId, alertIds), ofSeriesThere(alertSeries.seriesId)))
    .as('ranked')
  const rows = await query
    .select({ row: alertSeries })
    .from(alertSeries)
    .innerJoin(ranked, and(eq(ranked.alertId, alertSeries.alertId), eq(ranked.seriesId, alertSeries.seriesId)))
    .where(sql`${ranked.rank} <= ${atMost}`)
    .orderBy(asc(alertSeries.since), asc(alertSeries.seriesId))
  return Map.groupBy(
    rows.map(({ row }) => row),
    ({ alertId }) => alertId,
  )
}

/** How many series are part of each of these alerts, be they still on or not. */
export async function seriesCounts({ query }: Db, alertIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await query
    .select({ alertId: alertSeries.alertId, count: count() })
    .from(alertSeries)
    .where(and(anyOf(alertSeries.alertId, alertIds), ofSeriesThere(alertSeries.seriesId)))
    .groupBy(alertSeries.alertId)
  return new Map(rows.map(row => [row.alertId, row.count]))
}

/** The timelines of these alerts, the oldest line first. */
export async function entriesOfAlerts({ query }: Db, alertIds: readonly number[]): Promise<Map<number, AlertEntry[]>> {
  const rows = await query
    .select()
    .from(alertEntry)
    .where(anyOf(alertEntry.alertId, alertIds))
    .orderBy(asc(alertEntry.id))
  return Map.groupBy(rows, ({ alertId }) => alertId)
}

export interface NewEntry {
  readonly alertId: number
  readonly kind: AlertEntryKind
  readonly at: number
  readonly seriesId?: number | null
  readonly by?: string | null
  readonly text?: string | null
  readonly receivers?: readonly number[]
}

export async function addEntry(tx: Db, entry: NewEntry): Promise<void> {
  await tx.query.insert(alertEntry).values({ receivers: [], ...entry })
}

/** One that is not changed by anybody else before the end of the transaction. Throws ALERT_NOT_FOUND. */
export async function lockAlert({ query }: Db, id: number): Promise<Alert> {
  const [row] = await query.select().from(table).where(eq(table.id, id)).for('update')
  if (row === undefined) throw alertNotFound()
  return row
}

export async function updateAlert(
  { query }: Db,
  id: number,
  changes: Partial<Omit<typeof table.$inferInsert, 'id'>>,
): Promise<Alert> {
  const [row] = await query.update(table).set(changes).where(eq(table.id, id)).returning()
  return row!
}

/** Ends the open alerts of a rule that goes or watches something else. Returns them as they are then. */
export async function endAlertsOf({ query }: Db, ruleId: number, by: string | null, now: number): Promise<Alert[]> {
  return query
    .update(table)
    .set({ state: 'resolved', resolvedAt: now, resolvedBy: by, byHand: true, escalateAt: null })
    .where(and(eq(table.ruleId, ruleId), ne(table.state, 'resolved')))
    .returning()
}

/** Everything that is still part of these alerts no longer is. */
export async function endSeriesOf({ query }: Db, alertIds: readonly number[], now: number): Promise<void> {
  await query
    .update(alertSeries)
    .set({ until: now })
    .where(and(anyOf(alertSeries.alertId, alertIds), isNull(alertSeries.until)))
}

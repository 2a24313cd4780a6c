import { sql } from 'drizzle-orm'
import type { Alert, AlertEntry, AlertSeries } from '../alert.ts'
import type { Db } from '../database.ts'
import { insertAll, updateAll } from '../insert-all.ts'
import { alertEntry, alertSeries, alert as table } from '../tables/alert.ts'

/** By one statement, however many. Returns their ids in the order given. */
export const insertAlerts = (tx: Db, alerts: readonly Omit<Alert, 'id'>[]): Promise<number[]> =>
  insertAll(tx, table, alerts)

export const replaceAlerts = (tx: Db, alerts: readonly Alert[]): Promise<void> => updateAll(tx, table, alerts)

export const insertEntries = (tx: Db, entries: readonly Omit<AlertEntry, 'id'>[]): Promise<number[]> =>
  insertAll(tx, alertEntry, entries)

/** From then on they are part of their alerts, be it again. */
export async function joinAlerts(tx: Db, joined: readonly Omit<AlertSeries, 'until'>[]): Promise<void> {
  if (joined.length === 0) return
  const rows = joined.map(({ alertId, seriesId, text, since }) => ({
    alert_id: alertId,
    series_id: seriesId,
    text,
    since,
  }))
  await tx.query.execute(sql`
    insert into ${alertSeries} (alert_id, series_id, text, since)
    select alert_id, series_id, text, to_timestamp(since / 1000)::timestamptz(3)
    from json_to_recordset(${JSON.stringify(rows)}::json) r (alert_id int, series_id int, text text, since float8)
    where exists (select from series s where s.id = r.series_id)
    on conflict (alert_id, series_id) do update set text = excluded.text, until = null`)
}

/** From then on they are no longer. */
export async function leaveAlerts(
  tx: Db,
  left: readonly { readonly alertId: number; readonly seriesId: number; readonly until: number }[],
): Promise<void> {
  if (left.length === 0) return
  const rows = left.map(({ alertId, seriesId, until }) => ({ alert_id: alertId, series_id: seriesId, until }))
  await tx.query.execute(sql`
    update ${alertSeries} a set until = to_timestamp(r.until / 1000)::timestamptz(3)
    from json_to_recordset(${JSON.stringify(rows)}::json) r (alert_id int, series_id int, until float8)
    where a.alert_id = r.alert_id and a.series_id = r.series_id`)
}

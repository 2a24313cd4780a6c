import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { anomaly } from '../tables/anomaly.ts'
import { series } from '../tables/series.ts'

/** Rows of a table removed at once: what keeps a transaction, and the log of the database, short. */
const rowsAtOnce = 10_000

/**
 * Removes some of what belongs to one series that was deleted for good, at last the series itself. Its key, and whether it
 * is gone; null where there was none that nobody else was at.
 */
export async function purgeSome(tx: Db): Promise<{ readonly key: string; readonly gone: boolean } | null> {
  const [doomed] = await tx.query
    .select({ id: series.id, key: series.key })
    .from(series)
    .where(sql`${series.doomed}`)
    .orderBy(asc(series.id))
    .limit(1)
    .for('update', { skipLocked: true })
  if (doomed === undefined) return null
  const { id, key } = doomed
  const found = tx.query.select({ id: anomaly.id }).from(anomaly).where(eq(anomaly.seriesId, id)).limit(rowsAtOnce)
  const removed = await Promise.all([
    tx.sql`delete from points where series_id = ${id} and at in (
      select at from points where series_id = ${id} order by at limit ${rowsAtOnce})`.then(({ count }) => count),
    tx.sql`delete from generated_points where series_id = ${id} and at in (
      select at from generated_points where series_id = ${id} order by at limit ${rowsAtOnce})`.then(
      ({ count }) => count,
    ),
    tx.query
      .delete(anomaly)
      .where(inArray(anomaly.id, found))
      .returning({ id: anomaly.id })
      .then(rows => rows.length),
  ])
  const gone = removed.every(count => count < rowsAtOnce)
  if (gone) {
    await forgetAlertsOf(tx, id)
    await tx.query.delete(series).where(eq(series.id, id))
  }
  return { key, gone }
}

/** Alerts that are about no other series go with it; of those that are, only its part does. */
async function forgetAlertsOf(tx: Db, seriesId: number): Promise<void> {
  await tx.sql`delete from alerts where id in (select alert_id from alert_series where series_id = ${seriesId})
    and not exists (select from alert_series other where other.alert_id = alerts.id and other.series_id <> ${seriesId})`
}

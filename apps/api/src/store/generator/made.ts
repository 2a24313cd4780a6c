import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import type { Holdings } from '../holdings.ts'
import { forgetLabelsOfNothing } from '../label.ts'
import { anomaly } from '../tables/anomaly.ts'
import { forecast } from '../tables/forecast.ts'
import { generatedPoint } from '../tables/generator.ts'

/** Anomalies at the instants of points that a generator made. */
const foundAmong = (seriesId: number): SQL =>
  sql`${anomaly.seriesId} = ${seriesId} and ${anomaly.at} in (
    select ${generatedPoint.at} from ${generatedPoint} where ${generatedPoint.seriesId} = ${seriesId})`

/** What `removeMade` would remove. */
export async function countMade({ query, sql }: Db, seriesId: number): Promise<Holdings> {
  const [[points], anomalies, forecasts] = await Promise.all([
    sql<{ count: number }[]>`
      select count(*) from points join generated_points using (series_id, at) where series_id = ${seriesId}`,
    query.$count(anomaly, foundAmong(seriesId)),
    query.$count(forecast, eq(forecast.seriesId, seriesId)),
  ])
  return { points: points!.count, anomalies, forecasts }
}

/**
 * Removes the points that the generator of a series made, what was found among them and said of it, and all forecasts, for whoever has
 * the series' lock; points that somebody else brought stay. Arrival numbers go on, one is left out: whoever keeps points
 * of the series at hand sees that they are no longer its.
 */
export async function removeMade(tx: Db, seriesId: number): Promise<Holdings> {
  const [anomalies, points, forecasts] = await Promise.all([
    tx.query.delete(anomaly).where(foundAmong(seriesId)).returning({ id: anomaly.id }),
    tx.sql`delete from points p using generated_points g
      where p.series_id = ${seriesId} and g.series_id = ${seriesId} and g.at = p.at`,
    tx.query.delete(forecast).where(eq(forecast.seriesId, seriesId)).returning({ id: forecast.id }),
  ])
  await Promise.all([
    tx.query.delete(generatedPoint).where(eq(generatedPoint.seriesId, seriesId)),
    forgetLabelsOfNothing(tx, seriesId),
    tx.sql`update series s set last_seq = last_seq + 1, inferred_interval = null, inferred_step = null, live_at = null,
        point_count = left_over.count, first_at = left_over.first, last_at = left_over.last
      from (select count(*), min(at) as first, max(at) as last from points where series_id = ${seriesId}) left_over
      where s.id = ${seriesId}`,
  ])
  return { points: points.count, anomalies: anomalies.length, forecasts: forecasts.length }
}

/** Forgets what points were made of whose values somebody replaced: they are no longer the generator's. */
export async function forgetTruth(
  tx: Db,
  replaced: readonly { readonly seriesId: number; readonly times: Float64Array }[],
): Promise<void> {
  await Promise.all(
    replaced
      .filter(({ times }) => times.length > 0)
      .map(
        ({ seriesId, times }) => tx.sql`delete from generated_points where series_id = ${seriesId} and at in (
          select to_timestamp(t / 1000)::timestamptz(3) from unnest(${`{${times.join(',')}}`}::float8[]) t)`,
      ),
  )
}

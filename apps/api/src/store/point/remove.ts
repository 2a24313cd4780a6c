import type { Db } from '../database.ts'
import { forgetLabelsOfNothing } from '../label.ts'
import type { ArrivalRange } from '../point.ts'

/** Points deleted by one statement at most: it ends well before a statement may take no longer. */
const atOnce = 100_000

/**
 * Deletes the points with these arrival numbers, the anomalies found in them, what was said of
 * those, and the forecasts made when any of them was
 * known. The caller holds the series' lock. Returns how many points went, and the instant of the first (Infinity: none).
 */
export async function removeArrivals(
  tx: Db,
  { seriesId, fromSeq, toSeq }: ArrivalRange,
): Promise<{ readonly removed: number; readonly firstAt: number }> {
  const { sql } = tx
  let removed = 0
  let firstAt = Number.POSITIVE_INFINITY
  for (let from = fromSeq; from <= toSeq; from += atOnce) {
    const [row] = await sql<{ removed: number; first: number | null }[]>`
      with gone as (delete from points where series_id = ${seriesId}
          and seq between ${from}::int8 and ${Math.min(toSeq, from + atOnce - 1)}::int8 returning at),
        forgotten as (delete from anomalies a using gone g where a.series_id = ${seriesId} and a.at = g.at)
      select count(*)::int8 as removed, date_part('epoch', min(at)) * 1000 as first from gone`
    removed += row!.removed
    firstAt = Math.min(firstAt, Math.round(row!.first ?? firstAt))
  }
  await forgetLabelsOfNothing(tx, seriesId)
  await sql`delete from forecasts where series_id = ${seriesId} and origin_seq >= ${fromSeq}::int8`
  return { removed, firstAt }
}

/** First and last instant of a series as its points have them; null where there are none. */
export async function readEnds(
  { sql }: Db,
  seriesId: number,
): Promise<{ readonly firstAt: number | null; readonly lastAt: number | null }> {
  const [row] = await sql<{ first: number | null; last: number | null }[]>`
    select date_part('epoch', min(at)) * 1000 as first, date_part('epoch', max(at)) * 1000 as last
    from points where series_id = ${seriesId}`
  const whole = (at: number | null) => (at === null ? null : Math.round(at))
  return { firstAt: whole(row!.first), lastAt: whole(row!.last) }
}

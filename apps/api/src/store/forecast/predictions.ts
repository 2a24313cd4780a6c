import type { Speaker } from '@seriema/domain/deployment'
import type { Predictions } from '@seriema/ml/drift/predictions'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { forecast as table } from '../tables/forecast.ts'

/** What was expected one step ahead in the newest `most` forecasts after an origin: of a version, or of any built-in kind. */
export async function recentPredictions(
  { query }: Db,
  seriesId: number,
  { versionId }: Speaker,
  { after, most, channels }: { readonly after: number; readonly most: number; readonly channels: number },
): Promise<Predictions> {
  const rows = await query
    .select({
      origin: table.origin,
      means: sql<(number | null)[]>`jsonb_path_query_array(${table.channels}, '$[*].mean[0]')`,
    })
    .from(table)
    .where(
      and(
        eq(table.seriesId, seriesId),
        gt(table.origin, after),
        versionId === null ? isNull(table.versionId) : eq(table.versionId, versionId),
      ),
    )
    .orderBy(desc(table.origin), desc(table.id))
    .limit(most)
  rows.reverse()
  return {
    origins: Float64Array.from(rows, ({ origin }) => origin),
    channels: Array.from({ length: channels }, (_, c) =>
      Float64Array.from(rows, ({ means }) => means[c] ?? Number.NaN),
    ),
  }
}

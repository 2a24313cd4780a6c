import { eq } from 'drizzle-orm'
import type { Db } from './database.ts'
import { anomaly } from './tables/anomaly.ts'
import { forecast } from './tables/forecast.ts'

/** How much is stored. */
export interface Holdings {
  readonly points: number
  readonly anomalies: number
  readonly forecasts: number
}

/** Of a series, deleted or not. */
export async function countHoldings(
  { query }: Db,
  { id, pointCount }: { readonly id: number; readonly pointCount: number },
): Promise<Holdings> {
  const [anomalies, forecasts] = await Promise.all([
    query.$count(anomaly, eq(anomaly.seriesId, id)),
    query.$count(forecast, eq(forecast.seriesId, id)),
  ])
  return { points: pointCount, anomalies, forecasts }
}

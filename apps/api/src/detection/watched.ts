import { hasCounters, rateTerms, sameTerms, watchedChannel } from '@seriema/domain/counter'
import type { Db } from '../store/database.ts'
import { forecastBefore, type StoredForecast } from '../store/forecast.ts'
import { type Series, stepOf } from '../store/series.ts'

/** A series as what watches it is to speak of it: of a counter's rate, in the unit of that. */
export function watchedSeries(series: Series): Series {
  if (!hasCounters(series.channels)) return series
  const step = stepOf(series)
  return { ...series, channels: series.channels.map(channel => watchedChannel(channel, step)) }
}

/** Whether what was forecast can be held against what comes now: rates by another step cannot. */
export const comparable = (series: Series, forecast: Pick<StoredForecast, 'step'>): boolean =>
  sameTerms(rateTerms(series.channels, stepOf(series)), rateTerms(series.channels, forecast.step))

/** The newest forecast made from points before an instant, where it can be held against what comes now. */
export async function comparableForecast(db: Db, series: Series, at: number): Promise<StoredForecast | null> {
  const forecast = await forecastBefore(db, series.id, at)
  return forecast !== null && comparable(series, forecast) ? forecast : null
}

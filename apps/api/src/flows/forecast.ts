import type { Fault } from '@seriema/domain/fault'
import type { ForecastRequest } from '@seriema/domain/forecast'
import type { App } from '../app.ts'
import type { StoredForecast } from '../store/forecasts.ts'
import type { Series } from '../store/series.ts'

type ForecastApp = Pick<App, 'db' | 'clock' | 'log' | 'forecasting' | 'meters'>

/**
 * The stored forecast where no point came since and it covers what is asked for; else a new one, stored and announced.
 * Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG, MODEL_NOT_FOUND, TIMED_OUT.
 */
export async function forecast(app: ForecastApp, series: Series, request: ForecastRequest): Promise<StoredForecast> {
  throw new Error(`not written yet: ${app}, ${series}, ${request}`)
}

/** One result per series, in order: one that fails costs no other. */
export async function forecastMany(
  app: ForecastApp,
  seriesList: readonly Series[],
  request: ForecastRequest,
): Promise<readonly (StoredForecast | Fault)[]> {
  throw new Error(`not written yet: ${app}, ${seriesList}, ${request}`)
}

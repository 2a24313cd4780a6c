import { isDeepStrictEqual } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecasterKind } from '@seriema/domain/forecast'
import type { Core } from '../../core.ts'
import { announce } from '../../events/log.ts'
import { breachesReference, transaction } from '../../store/database.ts'
import { type StoredForecast, saveForecast, trimForecasts } from '../../store/forecast.ts'
import { findSeriesByIds, type Series, seriesNotFound } from '../../store/series.ts'

/**
 * Forecasts kept of each series, the newest: the residual detector needs the last few, and what was forecast beside what
 * came can be looked up this far back.
 */
const kept = 200

/** Stores a forecast made from `series` as it was, and announces it. Throws SERIES_NOT_FOUND when that was deleted, UNAVAILABLE when a channel became another kind. */
export async function keepForecast(
  app: Pick<Core, 'db' | 'clock'>,
  series: Series,
  asked: ForecasterKind | null,
  made: Forecast,
): Promise<StoredForecast> {
  try {
    return await transaction(app.db, async tx => {
      const [now] = await findSeriesByIds(tx, [series.id])
      if (now === undefined) throw seriesNotFound(series.key)
      if (!isDeepStrictEqual(now.channels, series.channels))
        throw new Fault('UNAVAILABLE', `a channel of ${series.key} became another kind meanwhile: ask again`)
      const stored = await saveForecast(tx, series, asked, made)
      await trimForecasts(tx, series.id, kept)
      await announce(tx, [{ kind: 'forecast', seriesId: series.id, forecastId: stored.id }], app.clock())
      return stored
    })
  } catch (error) {
    if (breachesReference(error)) throw seriesNotFound(series.key)
    throw error
  }
}

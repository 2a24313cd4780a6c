import { isDeepStrictEqual } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecasterKind } from '@seriema/domain/forecast'
import type { Core } from '../../core.ts'
import { announce } from '../../events/log.ts'
import { breachesReference, transaction } from '../../store/database.ts'
import { type StoredForecast, saveForecasts, trimForecasts } from '../../store/forecast.ts'
import { findSeriesByIds, type Series, seriesNotFound } from '../../store/series.ts'

/**
 * Forecasts kept of each series, the newest: the residual detector needs the last few, and what was forecast beside what
 * came can be looked up this far back.
 */
const kept = 200

/** A forecast made from `series` as it was; `asked` is the kind that was wanted. */
export interface Made {
  readonly series: Series
  readonly asked: ForecasterKind | null
  readonly made: Forecast
}

/**
 * Stores a forecast and announces it. Throws SERIES_NOT_FOUND when its series was deleted, UNAVAILABLE when a channel of it
 * became another kind.
 */
export async function keepForecast(
  app: Pick<Core, 'db' | 'clock'>,
  series: Series,
  asked: ForecasterKind | null,
  made: Forecast,
): Promise<StoredForecast> {
  const [stored] = await keepForecasts(app, [{ series, asked, made }])
  if (stored == null) throw seriesNotFound(series.key)
  return stored
}

/** The same of many, in one transaction: null for a series that was deleted. */
export async function keepForecasts(
  app: Pick<Core, 'db' | 'clock'>,
  all: readonly Made[],
): Promise<readonly (StoredForecast | null)[]> {
  if (all.length === 0) return []
  try {
    return await transaction(app.db, async tx => {
      const ids = all.map(({ series }) => series.id)
      const there = new Map((await findSeriesByIds(tx, ids)).map(one => [one.id, one]))
      const possible = all.filter(({ series }) => there.has(series.id))
      for (const { series } of possible)
        if (!isDeepStrictEqual(there.get(series.id)!.channels, series.channels))
          throw new Fault('UNAVAILABLE', `a channel of ${series.key} became another kind meanwhile: ask again`)
      const stored = await saveForecasts(tx, possible)
      await trimForecasts(tx, [...there.keys()], kept)
      const news = stored.map(({ id, seriesId }) => ({ kind: 'forecast' as const, seriesId, forecastId: id }))
      await announce(tx, news, app.clock())
      return all.map(one => stored[possible.indexOf(one)] ?? null)
    })
  } catch (error) {
    if (breachesReference(error)) throw seriesNotFound(all[0]!.series.key)
    throw error
  }
}

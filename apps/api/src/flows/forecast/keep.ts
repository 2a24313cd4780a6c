import { isDeepStrictEqual } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecasterKind } from '@seriema/domain/forecast'
import type { Core } from '../../core.ts'
import { announce } from '../../events/log.ts'
import { breachesReference, type Db, transaction } from '../../store/database.ts'
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
      const stored = await storeForecasts(tx, all)
      const there = stored.filter(one => one !== null)
      await trimForecasts(
        tx,
        there.map(({ seriesId }) => seriesId),
        kept,
      )
      await announce(tx, there.map(forecastMade), app.clock())
      return stored
    })
  } catch (error) {
    if (breachesReference(error)) throw seriesNotFound(all[0]!.series.key)
    throw error
  }
}

/**
 * Stores many within a transaction, for the run of a schedule where `runId` says so: null for a series that was deleted.
 * Throws UNAVAILABLE when a channel of one became another kind.
 */
export async function storeForecasts(
  tx: Db,
  all: readonly Made[],
  runId: number | null = null,
): Promise<readonly (StoredForecast | null)[]> {
  const ids = all.map(({ series }) => series.id)
  const there = new Map((await findSeriesByIds(tx, ids)).map(one => [one.id, one]))
  const possible = all.filter(({ series }) => there.has(series.id))
  for (const { series } of possible)
    if (!isDeepStrictEqual(there.get(series.id)!.channels, series.channels))
      throw new Fault('UNAVAILABLE', `a channel of ${series.key} became another kind meanwhile: ask again`)
  const stored = await saveForecasts(
    tx,
    possible.map(one => ({ ...one, runId })),
  )
  return all.map(one => stored[possible.indexOf(one)] ?? null)
}

/** What to announce of one that is stored. */
export const forecastMade = ({ id, seriesId }: StoredForecast) =>
  ({ kind: 'forecast', seriesId, forecastId: id }) as const

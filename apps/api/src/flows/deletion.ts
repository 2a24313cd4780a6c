import type { Core } from '../core.ts'
import type { Watches } from '../detection/watches.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import { transaction } from '../store/database.ts'
import { countHoldings, type Holdings } from '../store/holdings.ts'
import { doomSeries, hideSeries, unhideSeries } from '../store/series/deleted.ts'
import { requireSeries, type Series, seriesNotFound } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import type { Purge } from './purge.ts'

type DeletionApp = Pick<Core, 'db' | 'clock' | 'config'> & {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly purge: Purge
}

export interface DeletedNow {
  readonly key: string
  readonly removed: Holdings
  /** Epoch milliseconds; null where it is gone for good. */
  readonly restorableUntil: number | null
}

/** Milliseconds in which a deleted series can be restored; 0: it is gone at once. */
export const restorableFor = ({ config }: Pick<Core, 'config'>): number => config.undoHours * 3_600_000

/**
 * Nothing finds the series any more; what belongs to it stays until its time is over, unless it goes `forever`, which one
 * that is deleted already can do too. Throws SERIES_NOT_FOUND.
 */
export async function deleteSeries(app: DeletionApp, key: string, forever = false): Promise<DeletedNow> {
  const now = app.clock()
  const time = restorableFor(app)
  const restorableUntil = forever || time === 0 ? null : now + time
  const { deleted, removed } = await transaction(app.db, async tx => {
    const deleted =
      restorableUntil === null ? await doomSeries(tx, key, now) : await hideSeries(tx, key, now, restorableUntil)
    if (deleted === null) throw seriesNotFound(key)
    const removed = await countHoldings(tx, deleted)
    await announce(tx, [seriesStatus('SERIES_DELETED', { ...deleted, restorableUntil })], now)
    return { deleted, removed }
  })
  app.windows.drop(deleted.id)
  app.watches.drop(deleted.id)
  if (restorableUntil === null) app.purge.wake()
  return { key, removed, restorableUntil }
}

/** As it was when it was deleted; one that is not deleted is left as it is. Throws SERIES_NOT_FOUND. */
export const restoreSeries = (app: Pick<Core, 'db' | 'clock'>, key: string): Promise<Series> =>
  transaction(app.db, async tx => {
    const restored = await unhideSeries(tx, key)
    const series = await requireSeries(tx, key)
    if (restored) await announce(tx, [seriesStatus('SERIES_RESTORED', series)], app.clock())
    return series
  })

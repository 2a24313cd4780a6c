import { Fault } from '@seriema/domain/fault'
import { isOver } from '@seriema/domain/import'
import { gapsLookedAt } from '@seriema/ml/series/interval'
import type { Core } from '../../core.ts'
import type { Watches } from '../../detection/watches.ts'
import type { NewEvent } from '../../events/event.ts'
import { importStatus, seriesStatus } from '../../events/kinds/status.ts'
import { announce } from '../../events/log.ts'
import type { Db } from '../../store/database.ts'
import { transaction } from '../../store/database.ts'
import { findGenerators } from '../../store/generator.ts'
import type { CameRange } from '../../store/import/ranges.ts'
import { countCame, readRanges } from '../../store/import/ranges.ts'
import type { Import } from '../../store/import.ts'
import { lockImport, markUndone } from '../../store/import.ts'
import { readEnds, removeArrivals } from '../../store/point/remove.ts'
import { updateFigures } from '../../store/point/write.ts'
import { readTail } from '../../store/point.ts'
import { doomSeries } from '../../store/series/deleted.ts'
import type { Series } from '../../store/series.ts'
import { lockSeriesByIds } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { takeBackCompared } from '../accuracy/take-back.ts'
import { inferred } from '../ingest/infer-step.ts'
import type { Purge } from '../purge.ts'

/** What undoing an import would do now. */
export interface UndoOutlook {
  /** Points that would go. */
  readonly points: number
  /** Series they are in. */
  readonly series: number
  /** Keys of the series that were made for the import, and go where nothing else came into them. */
  readonly made: readonly string[]
  /** Why it cannot be undone; null where it can. */
  readonly why: string | null
}

/** Looks, and changes nothing. */
export async function lookAtUndo(db: Db, each: Import): Promise<UndoOutlook> {
  if (!isOver(each.state)) return impossible('it is not over yet: cancel it first')
  if (each.state === 'undone') return impossible('it was undone already')
  if (each.stored === 0) return impossible('it stored no points')
  const { seriesIds, made, points, there, replaced } = await countCame(db, each.id)
  const count = { points: there, series: seriesIds.length, made }
  if (points === 0) return { ...count, why: 'its points are no longer there, or it came before they were remembered' }
  if (replaced > 0) return { ...count, why: `${replaced} of its points took the place of others, which are gone` }
  if (there < points)
    return { ...count, why: `${points - there} of its ${points} points were replaced or removed since` }
  return { ...count, why: null }
}

const impossible = (why: string): UndoOutlook => ({ points: 0, series: 0, made: [], why })

export interface UndoApp extends Pick<Core, 'db' | 'clock'> {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly purge: Pick<Purge, 'wake'>
}

export interface Undone {
  readonly undone: Import
  /** Keys of series with points that were compared with some of those taken back, and the first instants of these. */
  readonly after: ReadonlyMap<string, number>
}

/**
 * Takes back every point that came with an import which is over and that nobody receives: with the anomalies found in them
 * and the forecasts made when any of them was known; how accurate forecasts of them were counts no more. Series made for it go where nothing else is in them; figures of the
 * others are those of what stays. Says from where on points were compared with some of these. All or nothing: throws IMPORT_NOT_FOUND, and IMPORT_NOT_UNDOABLE saying why.
 */
export async function undoImport(app: UndoApp, id: string): Promise<Undone> {
  const { undone, touched, after } = await transaction(app.db, async tx => {
    const found = await lockImport(tx, id)
    if (found === null) throw new Fault('IMPORT_NOT_FOUND', 'there is no such import', { id })
    const ranges = Map.groupBy(await readRanges(tx, id), ({ seriesId }) => seriesId)
    const locked = await lockSeriesByIds(tx, [...ranges.keys()])
    const { why, points } = await lookAtUndo(tx, found)
    if (why !== null) throw new Fault('IMPORT_NOT_UNDOABLE', `this import cannot be undone: ${why}`, { id })
    const news: NewEvent[] = []
    const after = new Map<string, number>()
    for (const series of locked) {
      const taken = await takeBack(tx, series, ranges.get(series.id)!, app.clock())
      news.push(...taken.news)
      if (taken.comparedFrom !== null) after.set(series.key, taken.comparedFrom)
    }
    const undone = await markUndone(tx, id, points)
    news.push(importStatus('IMPORT_UNDONE', { ...undone, removed: points }))
    await announce(tx, news, app.clock())
    return { undone, touched: locked, after }
  })
  for (const series of touched) {
    app.windows.drop(series.id)
    app.watches.drop(series.id)
  }
  app.purge.wake()
  return { undone, after }
}

/** What is to be announced, and from which instant on the points that stay came after some that went; null: none did. */
interface TakenBack {
  readonly news: readonly NewEvent[]
  readonly comparedFrom: number | null
}

/** For whoever has the series' lock. */
async function takeBack(tx: Db, series: Series, ranges: readonly CameRange[], now: number): Promise<TakenBack> {
  let removed = 0
  let firstAt = Number.POSITIVE_INFINITY
  await takeBackCompared(tx, series.id, ranges)
  for (const range of ranges) {
    const gone = await removeArrivals(tx, range)
    removed += gone.removed
    firstAt = Math.min(firstAt, gone.firstAt)
  }
  const pointCount = series.pointCount - removed
  const made = ranges.some(range => range.made)
  if (pointCount === 0 && made && (await findGenerators(tx, [series.id])).length === 0) {
    // Nothing is left in it to restore.
    await doomSeries(tx, series.key, now)
    return { news: [seriesStatus('SERIES_DELETED', { ...series, restorableUntil: null })], comparedFrom: null }
  }
  const { points } = await readTail(tx, series, gapsLookedAt + 1)
  // One number is left out: whoever holds points of the series at hand sees that they are no longer its.
  const after = { ...series, ...(await readEnds(tx, series.id)), pointCount, lastSeq: series.lastSeq + 1 }
  await updateFigures(tx, [{ ...after, ...inferred(points.times, series) }])
  const news = [seriesStatus('POINTS_REMOVED', { ...series, removed })]
  return { news, comparedFrom: after.lastAt !== null && firstAt < after.lastAt ? firstAt : null }
}

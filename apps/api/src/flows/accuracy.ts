import { createFollower } from '../concurrency/follower.ts'
import type { Core } from '../core.ts'
import { type Awaiting, findAwaiting, findBehind } from '../store/accuracy/awaiting.ts'
import { keepComparisons } from '../store/accuracy/keep.ts'
import { transaction } from '../store/database.ts'
import { findSeriesByIds, type Series } from '../store/series.ts'
import { pointsHeld } from '../windows/live-windows.ts'
import { type CompareApp, compareAll } from './accuracy/compare.ts'

/** Forecasts are held against what comes, so that how accurate they are is known at any time. */
export interface Accuracy {
  /** Points are committed: when its turn comes, what was forecast of them is compared. */
  pointsCame(after: Series): void
  /** Finishes what runs, starts nothing new. */
  close(): Promise<void>
}

type AccuracyApp = CompareApp & Pick<Core, 'log' | 'meters'>

/** Milliseconds between two looks at least, and the share of the time that they may take. */
const [gap, share] = [1_000, 0.08]
/** Series and points looked at at once, and series that may wait: whatever comes beyond is seen with their next points. */
const [atOnce, pointsAtOnce, waitingAtMost] = [64, 2_000, 20_000]

export function createAccuracy(app: AccuracyApp): Accuracy {
  /** As they were with their last points. */
  const waiting = new Map<number, Series>()

  const look = async () => {
    const taken = [...waiting.values()].slice(0, atOnce)
    for (const { id } of taken) waiting.delete(id)
    const again = (series: Series) => {
      if (!waiting.has(series.id)) waiting.set(series.id, series)
    }
    try {
      const series = new Map(taken.map(one => [one.id, one]))
      const { now, later } = portion(await findAwaiting(app.db, taken, pointsHeld))
      for (const { seriesId } of later) again(series.get(seriesId)!)
      if (now.length === 0) return
      const all = now.map(awaiting => ({ series: series.get(awaiting.seriesId)!, awaiting }))
      const comparisons = await compareAll(app, all)
      const kept = await transaction(app.db, tx => keepComparisons(tx, comparisons))
      for (const { seriesId, seq, cells } of comparisons) {
        if (!kept.has(seriesId) || seq < series.get(seriesId)!.lastSeq) again(series.get(seriesId)!)
        if (kept.has(seriesId)) for (const cell of cells) app.meters.counts.compared(cell.forecaster, cell.sums.count)
      }
    } catch (error) {
      app.log.warn({ err: error }, 'forecasts could not be compared: it is tried again with the next points')
    } finally {
      if (waiting.size > 0) follower.wake(everyone, gap)
    }
  }
  const follower = createFollower({ run: look, concurrency: 1, share })

  // What whoever was here before had no time for.
  const begun = findBehind(app.db, waitingAtMost)
    .then(ids => findSeriesByIds(app.db, ids))
    .then(behind => {
      for (const series of behind) if (!waiting.has(series.id)) waiting.set(series.id, series)
      if (waiting.size > 0) follower.wake(everyone, gap)
    })
    .catch(error => app.log.warn({ err: error }, 'what is to be compared could not be read'))

  return {
    pointsCame(after) {
      if (waiting.size >= waitingAtMost && !waiting.has(after.id)) return
      waiting.set(after.id, after)
      follower.wake(everyone, gap)
    },
    async close() {
      await begun
      await follower.close()
    },
  }
}

/** Looks are at many series: they wait for one another under one number. */
const everyone = 0

/** So many as a look takes, and those that wait for the next. */
function portion(all: readonly Awaiting[]): { readonly now: readonly Awaiting[]; readonly later: readonly Awaiting[] } {
  let points = 0
  const end = all.findIndex(({ times }) => {
    points += times.length
    return points > pointsAtOnce
  })
  const place = end < 0 ? all.length : Math.max(1, end)
  return { now: all.slice(0, place), later: all.slice(place) }
}

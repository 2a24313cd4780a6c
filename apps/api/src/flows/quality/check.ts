import { type QualityWindow, windowOf } from '@seriema/domain/quality'
import { expectedRows } from '@seriema/domain/range'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { dueForQuality, forgetQuality, type NewQuality, saveQuality } from '../../store/quality.ts'
import { findSeriesByIds, type Series } from '../../store/series.ts'
import { judgeAll, judged } from '../quality.ts'

/** Milliseconds between two looks at a series, and at one whose window holds more points than `many`. */
const [usually, seldom] = [3_600_000, 6 * 3_600_000]
const many = 5_000
/** A series to which nothing comes is looked at so often (milliseconds). */
const silent = 6 * 3_600_000

/** Series of a statement, and points that it reads, at most. */
const atOnce = { series: 500, points: 400_000 }

/** How long figures are kept (milliseconds), and how many go at once. */
const kept = 400 * 86_400_000
const goAtOnce = 10_000

export type CheckApp = Pick<Core, 'db' | 'clock'>

/** Looks at every series that is due, batch by batch, until none is or the signal says so. */
export async function checkQuality(app: CheckApp, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = app.clock()
    const due = await findSeriesByIds(app.db, await dueForQuality(app.db, now, silent, atOnce.series))
    if (due.length === 0) break
    const windows = due.map(series => ({ ...windowOf(judged(series), null, now), series }))
    for (const batch of batches(windows)) {
      signal.throwIfAborted()
      const qualities = await judgeAll(app.db, batch, now)
      const seqs = new Map(batch.map(({ series, ...window }) => [series.id, { series, window }]))
      const rows = qualities.map((quality): NewQuality => {
        const { series, window } = seqs.get(quality.seriesId)!
        const pause = expectedRows(series, window) > many ? seldom : usually
        return { ...quality, seq: series.lastSeq, nextAt: now + pause }
      })
      await transaction(app.db, tx => saveQuality(tx, rows))
    }
  }
  while (!signal.aborted && (await forgetQuality(app.db, app.clock() - kept, goAtOnce)));
}

/** In the order given, each batch as large as a statement takes. */
function* batches<W extends QualityWindow & { readonly series: Series }>(windows: readonly W[]): Generator<W[]> {
  let batch: W[] = []
  let points = 0
  for (const window of windows) {
    const more = expectedRows(window.series, window)
    if (batch.length > 0 && points + more > atOnce.points) {
      yield batch
      batch = []
      points = 0
    }
    batch.push(window)
    points += more
  }
  if (batch.length > 0) yield batch
}

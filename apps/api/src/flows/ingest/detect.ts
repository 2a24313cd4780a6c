import type { PointColumns } from '@seriema/domain/point'
import { changedPoints, type Settled } from '@seriema/domain/settle'
import { type Detection, nothingDetected } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { Core } from '../../core.ts'
import { detectNew } from '../../detection/detect-new.ts'
import type { Watches } from '../../detection/watches.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'

/** What is found among the points of a batch that change their series. */
export interface Scored {
  readonly detection: Detection
  /** What is known for detection after the batch; null when nothing changes. */
  readonly knowledge: Knowledge | null
  /** The newest points before the batch. */
  readonly recent: PointColumns
  readonly fellBackBefore: boolean
  /** Whether another spoke for the chosen detector where that could have, had the points come in order and at leisure. */
  readonly standIn: boolean
}

type DetectApp = Pick<Core, 'config'> & {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Pick<Serving, 'watcherOf' | 'speakerOf'>
}

/**
 * Takes what is known of the series; it is to be given back once the batch is committed. `unhurried`: the detector takes
 * the time it needs.
 */
export async function detectChanged(
  app: DetectApp,
  db: Db,
  settled: Settled<Series>,
  unhurried: boolean,
): Promise<Scored> {
  const { series, fresh, replaced } = settled
  const points = changedPoints(settled)
  if (fresh.times.length + replaced.times.length === 0) {
    const detection = nothingDetected(app.serving.speakerOf(series, 'watch'))
    return { detection, knowledge: null, recent: points.inOrder, fellBackBefore: false, standIn: false }
  }
  const watcher = app.serving.watcherOf(series, points.inOrder.times[0] ?? points.outOfOrder.times[0])
  const before = await app.watches.take(db, series, watcher, unhurried)
  const recent = await app.windows.recent(db, series)
  const options = { budget: unhurried ? Number.POSITIVE_INFINITY : app.config.scoreBudget, inFull: false }
  const { detection, knowledge } = await detectNew(db, series, watcher, points, before, options)
  const standIn = before.chosen === null || points.outOfOrder.times.length > 0
  return { detection, knowledge, recent, fellBackBefore: before.fallback !== null, standIn }
}

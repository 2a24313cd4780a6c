import { hasCounters } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import { changedPoints, type Settled } from '@seriema/domain/settle'
import { type Detection, nothingDetected } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { Core } from '../../core.ts'
import { type DetectedNew, detectNew } from '../../detection/detect-new.ts'
import type { Watches } from '../../detection/watches.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { infer } from './infer-step.ts'

/** What is found among the points of a batch that change their series. */
export interface Scored {
  readonly detection: Detection
  /** What is known for detection after the batch; null when nothing changes. */
  readonly knowledge: Knowledge | null
  /** The newest points before the batch. */
  readonly recent: PointColumns
  readonly fellBackBefore: boolean
  /**
   * The first point that another spoke for than the chosen detector, where that could have, had the points come in order and
   * at leisure; epoch milliseconds. Null where there is none.
   */
  readonly standInFrom: number | null
  /** Values stored before that were judged anew, since what came changed them. */
  readonly again: DetectedNew['again']
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
    return { detection, knowledge: null, recent: points.inOrder, fellBackBefore: false, standInFrom: null, again: [] }
  }
  const watcher = app.serving.watcherOf(series, points.inOrder.times[0] ?? points.outOfOrder.times[0])
  const recent = await app.windows.recent(db, series)
  // Rates are those by the step that the points show.
  const watched = hasCounters(series.channels)
    ? { ...series, ...infer(series, recent.times, points.inOrder.times, fresh.times) }
    : series
  const before = await app.watches.take(db, watched, watcher, unhurried)
  const options = { budget: unhurried ? Number.POSITIVE_INFINITY : app.config.scoreBudget, inFull: false }
  const { detection, knowledge, again } = await detectNew(db, watched, watcher, points, before, options, recent)
  const standInFrom = points.outOfOrder.times[0] ?? (before.chosen === null ? points.inOrder.times[0]! : null)
  return { detection, knowledge, recent, fellBackBefore: before.fallback !== null, standInFrom, again }
}

import type { PointColumns } from '@seriema/domain/point'
import { changedPoints, type Settled } from '@seriema/domain/settle'
import { type Detection, nothingDetected } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { Core } from '../../core.ts'
import { detectNew } from '../../detection/detect-new.ts'
import type { Watches } from '../../detection/watches.ts'
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
}

type DetectApp = Pick<Core, 'config'> & { readonly windows: LiveWindows; readonly watches: Watches }

/** Takes what is known of the series; it is to be given back once the batch is committed. */
export async function detectChanged(app: DetectApp, tx: Db, settled: Settled<Series>): Promise<Scored> {
  const { series, fresh, replaced } = settled
  const points = changedPoints(settled)
  if (fresh.times.length + replaced.times.length === 0) {
    const detection = nothingDetected({ kind: series.detector })
    return { detection, knowledge: null, recent: points.inOrder, fellBackBefore: false }
  }
  const before = await app.watches.take(tx, series)
  const recent = await app.windows.recent(tx, series)
  const options = { budget: app.config.scoreBudget, inFull: false }
  const { detection, knowledge } = await detectNew(tx, series, points, before, options)
  return { detection, knowledge, recent, fellBackBefore: before.fallback !== null }
}

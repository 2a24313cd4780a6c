import type { PointColumns } from '@seriema/domain/point'
import type { Db } from '../store/database.ts'
import type { Series } from '../store/series.ts'

/** The last points of the series used lately, each standing for one `lastSeq`. */
export interface LiveWindows {
  /** The last `count` points of `series` as of `series.lastSeq`; null when more than a window holds. */
  tail(db: Db, series: Series, count: number): Promise<PointColumns | null>
  /** Forgets a series: another process wrote it, or it was deleted. */
  drop(seriesId: number): void
}

export interface LiveWindowLimits {
  /** Series held at most. */
  readonly series?: number
  /** Points held of each. */
  readonly points?: number
}

export function createLiveWindows(limits: LiveWindowLimits = {}): LiveWindows {
  throw new Error(`not written yet: ${limits}`)
}

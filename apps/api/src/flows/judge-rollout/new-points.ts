import { countBefore, type PointColumns } from '@seriema/domain/point'
import type { Core } from '../../core.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'

/** Points read at once at most. */
const readAtMost = 4_096

/** The newest points of a series, and the place of the first of them that is later than an instant. */
export interface NewPoints {
  readonly points: PointColumns
  readonly from: number
}

/** At least `before` points before the new ones, where there are so many. */
export async function newPoints(
  app: Pick<Core, 'sharedReads'> & { readonly windows: Pick<LiveWindows, 'newest' | 'recent'> },
  series: Series,
  after: number,
  before: number,
): Promise<NewPoints> {
  const recent = await app.windows.recent(app.sharedReads, series)
  const from = countBefore(recent.times, after + 1)
  if (from >= before || recent.times.length >= series.pointCount) return { points: recent, from }
  const points = await app.windows.newest(app.sharedReads, series, readAtMost)
  return { points, from: countBefore(points.times, after + 1) }
}

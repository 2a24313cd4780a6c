import { driftWindow } from '@seriema/domain/drift'
import { countBefore } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import { millisecondsOf, type Step } from '@seriema/domain/step'
import { type DriftReference, intervalOf, referencesOf, seasonOf, seasonPoints } from '@seriema/ml/drift/drift'
import type { Db } from '../../store/database.ts'
import { asWatched } from '../../store/point/reading.ts'
import { readThinned } from '../../store/point/thinned.ts'
import { readPoints } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import type { Version } from '../../store/version.ts'

/** Points of a window that are looked at, at most. */
const pointsInWindow = 512
/** Windows of the past of a series, and of what a version learnt from, at most: the newest. */
const windowsAtMost = { ofSeries: 12, ofVersion: 48 }
/** Of a past that goes on up to the present, the last window is the present: this share at most is past. */
const pastShare = 4 / 5

/** Of how many points one is looked at. */
export const thinning = (step: Step, window: number): number =>
  Math.max(1, Math.ceil(window / millisecondsOf(step) / pointsInWindow))

/** Points of a range as they are forecast, thinned. */
export const readPresent = async (
  db: Db,
  series: Series,
  step: Step,
  range: { readonly from: number; readonly to: number },
  nth: number,
) => asWatched(db, series, await readThinned(db, series, range, nth), null, step)

/** The newest points of a range in which a season is looked for. */
export const readSeason = async (
  db: Db,
  series: Series,
  step: Step,
  range: { readonly from?: number; readonly to: number },
  most = seasonPoints,
) => asWatched(db, series, await readPoints(db, series, { ...range, last: most }), null, step)

/**
 * What a series is held against: the points its version learnt from; where these are not known or not there any more, and
 * where a built-in kind forecasts, the period before the last window. null where there are too few points.
 *
 * @param since epoch milliseconds: of what a series was before, nothing is taken
 */
export async function takeReference(
  db: Db,
  series: Series,
  step: Step,
  version: Pick<Version, 'dataFrom' | 'dataTo'> | null,
  since = 0,
): Promise<DriftReference | null> {
  const [first, last] = [Math.max(series.firstAt!, since), series.lastAt!]
  if (version?.dataTo != null) {
    const [from, to] = [Math.max(first, version.dataFrom ?? first), version.dataTo + 1]
    const learnt = await referenceIn(
      db,
      series,
      step,
      { from, to },
      driftWindow(step, to - from),
      windowsAtMost.ofVersion,
    )
    if (learnt !== null) return learnt
  }
  const window = driftWindow(step, (last + 1 - first) * pastShare)
  const past = { from: first, to: last + 1 - (window ?? 0) }
  return referenceIn(db, series, step, past, window, windowsAtMost.ofSeries)
}

async function referenceIn(
  db: Db,
  series: Series,
  step: Step,
  { from, to }: { readonly from: number; readonly to: number },
  window: number | null,
  atMost: number,
): Promise<DriftReference | null> {
  if (window === null) return null
  const count = Math.min(atMost, Math.floor((to - from) / window))
  const nth = thinning(step, window)
  const begin = to - count * window
  const points = await readPresent(db, series, step, { from: begin, to }, nth)
  const edges = Array.from({ length: count + 1 }, (_, i) => countBefore(points.times, begin + i * window))
  const channels = referencesOf(edges.slice(1).map((end, i) => slice(points, edges[i]!, end)))
  if (channels === null) return null
  const { season } = seasonOf(await readSeason(db, series, step, { to }), step)
  return { from: begin, to, window, channels, season, interval: intervalOf(points.times) / nth }
}

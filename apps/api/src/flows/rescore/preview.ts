import type { Finding } from '@seriema/domain/anomaly'
import type { AnomalyCounts, RescoreProgress } from '@seriema/domain/rescore'
import { addDifference, countAnomalies, noAnomalies, nothingJudged } from '@seriema/domain/rescore'
import type { Detector } from '@seriema/ml/contract/detector'
import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'
import { compare } from './compare.ts'
import { judgePast } from './past.ts'

/** What judging a series' past anew would change; nothing is changed by asking. */
export interface RescorePreview extends RescoreProgress {
  /** With the rules that were asked about. */
  readonly series: Series
  /** Points of the series; where fewer are judged, everything here is of the oldest so many. */
  readonly points: number
  readonly before: AnomalyCounts
  readonly after: AnomalyCounts
  /** The first of those that go, and of those that come. */
  readonly going: readonly StoredAnomaly[]
  readonly coming: readonly Finding[]
}

/** Values looked at by one preview: some seconds of work. */
const valuesAtMost = 500_000
const examples = 5

/** Compares what is found with what is kept. */
export async function previewRescore(
  app: { readonly db: Db; readonly oneAtATime: OneAtATime },
  series: Series,
  detector: Detector,
): Promise<RescorePreview> {
  let progress = nothingJudged
  let [before, after] = [noAnomalies, noAnomalies]
  const going: StoredAnomaly[] = []
  const coming: Finding[] = []
  for await (const stretch of judgePast(app, series, detector)) {
    const found = await compare(app.db, series, stretch)
    progress = addDifference(progress, stretch.judged, found)
    const { stays, goes, comes } = found
    before = countAnomalies(before, [...stays.map(({ kept }) => kept), ...goes])
    after = countAnomalies(after, [...stays.map(one => one.found), ...comes])
    going.push(...goes.slice(0, examples - going.length))
    coming.push(...comes.slice(0, examples - coming.length))
    if (progress.judged * series.channels.length >= valuesAtMost) break
  }
  return { ...progress, series, points: series.pointCount, before, after, going, coming }
}

import type { Finding } from '@seriema/domain/anomaly'
import type { PointColumns } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import type { Detector } from '@seriema/ml/contract/detector'
import { newBaseline } from '@seriema/ml/detection/baseline'
import { detect } from '@seriema/ml/detection/detect'
import type { Batch } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import { newDetectorState } from '@seriema/ml/detection/knowledge'
import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import { withinBudget } from '../../detection/within-budget.ts'
import type { Db } from '../../store/database.ts'
import { forecastBefore, nextOrigin } from '../../store/forecast.ts'
import { readHistory } from '../../store/point/history.ts'
import type { Series } from '../../store/series.ts'

/** A stretch of the past, judged. */
export interface JudgedStretch {
  /** The instant of the last point before it, and of its own last one (epoch milliseconds). */
  readonly after: number | null
  readonly to: number
  /** Points in it. */
  readonly judged: number
  /** By instant and channel. */
  readonly findings: readonly Finding[]
  /** What is known after it. */
  readonly knowledge: Knowledge
}

interface JudgePastApp {
  readonly db: Db
  readonly oneAtATime: OneAtATime
}

/** Values in a stretch: judging them takes a fifth of a second or so, which is as long as others in no hurry wait. */
const valuesAtOnce = 20_000

/**
 * Judges what is stored of a series up to its `lastSeq` by a detector and its alarm rules, stretch after stretch in the
 * order of time, as if it all came now, in order and at leisure. One stretch is held at a time.
 */
export async function* judgePast(
  app: JudgePastApp,
  series: Series,
  detector: Detector,
): AsyncGenerator<JudgedStretch, void, void> {
  const channels = series.channels.length
  const limit = Math.ceil(valuesAtOnce / channels)
  let judged = 0
  let after: number | null = null
  let knowledge: Knowledge = { baseline: newBaseline(channels), chosen: null, fallback: null }
  while (true) {
    const read = await readHistory(app.db, series, { after, seq: series.lastSeq, limit })
    if (read.times.length === 0) return
    const inOrder: Batch = detector.needsForecasts
      ? await upToNextForecast(app.db, series, read)
      : { points: read, forecast: null }
    const { points } = inOrder
    const none: Batch = { points: slice(points, 0, 0), forecast: null }
    const news = { inOrder, outOfOrder: none, around: none.points }
    const before = { ...series, pointCount: judged, lastAt: after }
    // One that could not go on begins anew with the next stretch.
    const chosen = knowledge.chosen ?? newDetectorState(detector, channels, judged)
    const work = () => withinBudget(detect(detector, before, news, { ...knowledge, chosen }), Number.POSITIVE_INFINITY)
    const detected = await app.oneAtATime(work)
    knowledge = detected.knowledge
    judged += points.times.length
    const to = points.times.at(-1)!
    yield { after, to, judged: points.times.length, findings: detected.detection.findings, knowledge }
    after = to
  }
}

/** Those of the points that the newest forecast before the first of them is the newest for. */
async function upToNextForecast(db: Db, { id }: Series, points: PointColumns): Promise<Batch> {
  const first = points.times[0]!
  const [forecast, next] = await Promise.all([forecastBefore(db, id, first), nextOrigin(db, id, first)])
  const end = next === null ? -1 : points.times.findIndex(at => at > next)
  return { points: end === -1 ? points : slice(points, 0, end), forecast }
}

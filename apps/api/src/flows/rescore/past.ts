import type { Finding } from '@seriema/domain/anomaly'
import { falls, hasCounters, lastReadings, type Reading, rates, unlessFallen } from '@seriema/domain/counter'
import { countBefore, type PointColumns } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import type { Detector } from '@seriema/ml/contract/detector'
import { newBaseline } from '@seriema/ml/detection/baseline'
import { detect } from '@seriema/ml/detection/detect'
import type { Batch, ValueScore } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import { newDetectorState } from '@seriema/ml/detection/knowledge'
import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import { comparableForecast, watchedSeries } from '../../detection/watched.ts'
import { withinBudget } from '../../detection/within-budget.ts'
import type { Db } from '../../store/database.ts'
import { nextOrigin } from '../../store/forecast.ts'
import { beginningOf, readHistory } from '../../store/point/history.ts'
import { readingsBefore } from '../../store/point/reading.ts'
import { type Series, stepOf } from '../../store/series.ts'

/** A stretch of the past, judged. */
export interface JudgedStretch {
  /** The instant of the last point before it, and of its own last one (epoch milliseconds). */
  readonly after: number | null
  readonly to: number
  /** Points in it. */
  readonly judged: number
  /** By instant and channel. */
  readonly findings: readonly Finding[]
  /** What every value scores, where that was asked for. */
  readonly scores: readonly ValueScore[]
  /** What is known after it. */
  readonly knowledge: Knowledge
}

interface JudgePastApp {
  readonly db: Db
  readonly oneAtATime: OneAtATime
}

/** Values in a stretch: judging them takes a fifth of a second or so, which is as long as others in no hurry wait. */
const valuesAtOnce = 20_000

/** Points a detector learns from before it judges from an instant on: as many as it is made again from. */
export const learntBefore = 4_096

/**
 * Judges what is stored of a series up to its `lastSeq` by a detector and its alarm rules, stretch after stretch in the
 * order of time, as if it all came now, in order and at leisure. One stretch is held at a time.
 *
 * @param from the first instant that is told of, if not all are; what is before it is learnt, `learntBefore` points at most
 * @param inFull whether to say what every value scores
 */
export async function* judgePast(
  app: JudgePastApp,
  series: Series,
  detector: Detector,
  from: number | null = null,
  inFull = false,
): AsyncGenerator<JudgedStretch, void, void> {
  const channels = series.channels.length
  const limit = Math.ceil(valuesAtOnce / channels)
  const begin = from === null ? null : await beginningOf(app.db, series.id, from, learntBefore, series.lastSeq)
  let judged = begin?.before ?? 0
  let after = begin?.after ?? null
  let knowledge: Knowledge = { baseline: newBaseline(channels), chosen: null, fallback: null }
  const watched = watchedSeries(series)
  let readings: readonly (Reading | null)[] =
    after !== null && hasCounters(series.channels) ? await readingsBefore(app.db, series, after + 1, null) : []
  while (true) {
    const next = await readHistory(app.db, series, { after, seq: series.lastSeq, limit })
    if (next.times.length === 0) return
    const toLearn = from === null ? 0 : countBefore(next.times, from)
    const read = toLearn > 0 ? slice(next, 0, toLearn) : next
    const seen = rates(read, series.channels, stepOf(series), readings)
    const inOrder: Batch = detector.needsForecasts
      ? await upToNextForecast(app.db, series, seen)
      : { points: seen, forecast: null }
    const { points } = inOrder
    const none: Batch = { points: slice(points, 0, 0), forecast: null }
    const news = { inOrder, outOfOrder: none, around: none.points }
    const before = { ...watched, pointCount: judged, lastAt: after }
    // One that could not go on begins anew with the next stretch.
    const chosen = knowledge.chosen ?? newDetectorState(detector, series, judged)
    const work = () =>
      withinBudget(detect(detector, before, news, { ...knowledge, chosen }, inFull), Number.POSITIVE_INFINITY)
    const detected = await app.oneAtATime(work)
    knowledge = detected.knowledge
    judged += points.times.length
    const to = points.times.at(-1)!
    const taken = slice(read, 0, points.times.length)
    const { scores } = detected.detection
    const findings = unlessFallen(detected.detection.findings, falls(taken, series.channels, readings))
    readings = lastReadings(taken, readings)
    if (toLearn === 0) yield { after, to, judged: points.times.length, findings, scores, knowledge }
    after = to
  }
}

/** Those of the points that the newest forecast before the first of them is the newest for. */
async function upToNextForecast(db: Db, series: Series, points: PointColumns): Promise<Batch> {
  const first = points.times[0]!
  const [forecast, next] = await Promise.all([comparableForecast(db, series, first), nextOrigin(db, series.id, first)])
  const end = next === null ? -1 : points.times.findIndex(at => at > next)
  return { points: end === -1 ? points : slice(points, 0, end), forecast }
}

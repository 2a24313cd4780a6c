import { setImmediate } from 'node:timers/promises'
import type { DetectorKind, Finding, Severity } from '@seriema/domain/anomaly'
import type { PointColumns, RawColumns, Rejection } from '@seriema/domain/point'
import { checkBatch } from '@seriema/domain/point'
import { amongStored, type ChangedPoints, changedPoints, mayBeStored, settle } from '@seriema/domain/settle'
import type { Detection, ValueScore } from '@seriema/ml/detection/detection'
import type { Core } from '../core.ts'
import { detectNew } from '../detection/detect-new.ts'
import type { Watches } from '../detection/watches.ts'
import type { Serving } from '../serving/serving.ts'
import { readStored } from '../store/point.ts'
import type { Series } from '../store/series.ts'

/** What the detector says of one value; null where nothing can be said. */
export interface Verdict {
  /** Epoch milliseconds. */
  readonly at: number
  readonly channel: number
  readonly value: number | null
  readonly score: number | null
  readonly expected: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Of the anomaly that it would be; null where it would be none. */
  readonly severity: Severity | null
  readonly reason: string | null
}

export interface ScoredBatch {
  readonly detector: DetectorKind
  readonly versionId: number | null
  readonly fallback: string | null
  /** One per good point and channel, by time. */
  readonly verdicts: readonly Verdict[]
  /** The first 10,000 of `rejected`. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
}

type ScoreApp = Pick<Core, 'clock' | 'config' | 'reads'> & {
  readonly watches: Watches
  readonly serving: Serving
}

/**
 * Scores a batch as if it came now and replaced what is stored at its instants, without storing it: the anomalies are
 * those that ingestion would find. A point that is stored as it is would change nothing: it has a score and is no anomaly.
 * Throws INVALID_INPUT when columns do not fit.
 */
export async function scoreBatch(app: ScoreApp, series: Series, raw: RawColumns): Promise<ScoredBatch> {
  const checked = checkBatch(raw, series.channels, app.clock())
  const { points, rejections, rejected } = checked
  const stored = mayBeStored(series, points) ? await readStored(app.reads, series, points.times) : null
  const settled = settle(series, checked, stored, true)
  const watcher = app.serving.watcherOf(series)
  const detectIn = async (columns: ChangedPoints): Promise<Detection> => {
    const knowledge = await app.watches.copy(app.reads, series, watcher)
    const options = { budget: app.config.scoreBudget, inFull: true }
    return (await detectNew(app.reads, series, watcher, columns, knowledge, options)).detection
  }
  const detection = await detectIn(changedPoints(settled))
  const { unchanged } = settled
  const known = unchanged.times.length === 0 ? [] : (await detectIn(amongStored(unchanged))).scores
  return {
    detector: detection.detector,
    versionId: detection.versionId,
    fallback: detection.fallback,
    verdicts: await verdictsOn(points, [...detection.scores, ...known], detection.findings),
    rejections,
    rejected,
  }
}

/** Verdicts after which other work gets its turn. */
const turn = 4_096

async function verdictsOn(
  { times, channels }: PointColumns,
  scores: readonly ValueScore[],
  findings: readonly Finding[],
): Promise<readonly Verdict[]> {
  const places = new Map<number, number>()
  times.forEach((at, place) => {
    places.set(at, place)
  })
  const placeOf = ({ at, channel }: { readonly at: number; readonly channel: number }) =>
    places.get(at)! * channels.length + channel
  const scoreAt: (ValueScore | undefined)[] = []
  for (const score of scores) scoreAt[placeOf(score)] = score
  const findingAt = new Map(findings.map(finding => [placeOf(finding), finding]))
  const verdicts: Verdict[] = []
  for (let place = 0; place < times.length; place++) {
    for (let channel = 0; channel < channels.length; channel++) {
      if (verdicts.length % turn === turn - 1) await setImmediate()
      const value = channels[channel]![place]!
      const score = scoreAt[verdicts.length]
      const finding = findingAt.get(verdicts.length)
      verdicts.push({
        at: times[place]!,
        channel,
        value: Number.isNaN(value) ? null : value,
        score: score?.score ?? null,
        expected: score?.expected ?? null,
        lower: score?.lower ?? null,
        upper: score?.upper ?? null,
        severity: finding?.severity ?? null,
        reason: finding?.reason ?? null,
      })
    }
  }
  return verdicts
}

import { setImmediate } from 'node:timers/promises'
import type { DetectorKind, Finding, Severity } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns, RawColumns, Rejection, Warning } from '@seriema/domain/point'
import { checkBatch } from '@seriema/domain/point'
import { amongStored, type ChangedPoints, changedPoints, mayBeStored, merge, settle } from '@seriema/domain/settle'
import type { ValueScore } from '@seriema/ml/detection/detection'
import type { Core } from '../core.ts'
import { type DetectedNew, detectNew } from '../detection/detect-new.ts'
import type { Watches } from '../detection/watches.ts'
import { askedOf } from '../detection/young.ts'
import type { Serving } from '../serving/serving.ts'
import type { Watcher } from '../serving/watcher.ts'
import { readStored } from '../store/point.ts'
import type { Series } from '../store/series.ts'

/** What the detector says of one value; null where nothing can be said. */
export interface Verdict {
  /** Epoch milliseconds. */
  readonly at: number
  readonly channel: number
  /** What is watched: of a counter its rate. */
  readonly value: number | null
  readonly score: number | null
  readonly expected: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Of the anomaly that it would be; null where it would be none. */
  readonly severity: Severity | null
  readonly reason: string | null
}

/** What is said of the values of a channel, one entry per instant; NaN where nothing can be said. */
export interface ScoredChannel {
  readonly values: Float64Array
  readonly scores: Float64Array
  readonly expected: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

export interface ScoredBatch {
  readonly detector: DetectorKind
  readonly versionId: number | null
  readonly fallback: string | null
  /** Instants of the good points, ascending. */
  readonly times: Float64Array
  readonly channels: readonly ScoredChannel[]
  /** What would be an anomaly, by time and channel. */
  readonly findings: readonly Finding[]
  /** The first 10,000 of `rejected`, and of `warned`. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
  readonly warnings: readonly Warning[]
  readonly warned: number
}

type ScoreApp = Pick<Core, 'clock' | 'config' | 'reads'> & {
  readonly watches: Watches
  readonly serving: Serving
}

/**
 * Scores a batch as if it came now and replaced what is stored at its instants, without storing it: the anomalies are
 * those that ingestion would find. A point that is stored as it is would change nothing: it has a score and is no anomaly.
 * By whoever watches the series, or by the version named. Throws INVALID_INPUT when columns do not fit, INVALID_VERSION.
 */
export async function scoreBatch(
  app: ScoreApp,
  series: Series,
  raw: RawColumns,
  versionId: number | null = null,
): Promise<ScoredBatch> {
  const checked = checkBatch(raw, series.channels, app.clock())
  const { points, rejections, rejected, warnings, warned } = checked
  const stored = mayBeStored(series, points) ? await readStored(app.reads, series, points.times) : null
  const settled = settle(series, checked, stored, true)
  const watcher = await watcherFor(app, series, points.times[0], versionId)
  const detectIn = async (columns: ChangedPoints): Promise<DetectedNew> => {
    const asked = askedOf(watcher, series.pointCount + settled.fresh.times.length)
    const knowledge = await app.watches.copy(app.reads, series, asked.known)
    const options = { budget: app.config.scoreBudget, inFull: true }
    return detectNew(app.reads, series, asked.watcher, columns, knowledge, options)
  }
  const changed = await detectIn(changedPoints(settled))
  const { detection } = changed
  const { unchanged } = settled
  const known = unchanged.times.length === 0 ? null : await detectIn(amongStored(unchanged))
  const watched = known === null ? changed.own : merge(changed.own, known.own)
  const its = new Set(watched.times)
  const ofIts = ({ at }: { readonly at: number }) => its.has(at)
  return {
    detector: detection.detector,
    versionId: detection.versionId,
    fallback: detection.fallback,
    times: watched.times,
    channels: columnsOf(watched, [...detection.scores, ...(known?.detection.scores ?? [])].filter(ofIts)),
    findings: detection.findings.filter(ofIts),
    rejections,
    rejected,
    warnings,
    warned,
  }
}

/** A version is waited for here, as nobody else is kept from anything by that; one that cannot be had is stood in for. */
async function watcherFor(
  { serving }: ScoreApp,
  series: Series,
  at: number | undefined,
  versionId: number | null,
): Promise<Watcher> {
  const speaker = versionId === null ? serving.speakerOf(series, 'watch', at) : { kind: '', versionId }
  try {
    return await serving.watcherBy(speaker)
  } catch (error) {
    if (error instanceof Fault && error.code === 'INVALID_VERSION') throw error
    return { speaker, detector: null, missing: error instanceof Fault ? error.message : 'the version failed' }
  }
}

function columnsOf({ times, channels }: PointColumns, scores: readonly ValueScore[]): readonly ScoredChannel[] {
  const silent = () => new Float64Array(times.length).fill(Number.NaN)
  const columns = channels.map(values => ({
    values,
    scores: silent(),
    expected: silent(),
    lower: silent(),
    upper: silent(),
  }))
  const place = placesIn(times)
  for (const { at, channel, score, expected, lower, upper } of scores) {
    const column = columns[channel]!
    const i = place(at)
    column.scores[i] = score
    column.expected[i] = expected
    column.lower[i] = lower
    column.upper[i] = upper
  }
  return columns
}

/** Where instants lie among these: most come in order. */
function placesIn(times: Float64Array): (at: number) => number {
  let last = -1
  let places: Map<number, number> | null = null
  return at => {
    if (times[last] === at) return last
    if (times[last + 1] === at) return ++last
    places ??= new Map(Array.from(times, (one, i) => [one, i]))
    last = places.get(at)!
    return last
  }
}

/** Verdicts after which other work gets its turn. */
const turn = 4_096

/** The same value by value: one per good point and channel, by time. */
export async function verdictsOf({ times, channels, findings }: ScoredBatch): Promise<readonly Verdict[]> {
  const place = placesIn(times)
  const findingAt = new Map(findings.map(finding => [place(finding.at) * channels.length + finding.channel, finding]))
  const verdicts: Verdict[] = []
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  for (let i = 0; i < times.length; i++) {
    for (let channel = 0; channel < channels.length; channel++) {
      if (verdicts.length % turn === turn - 1) await setImmediate()
      const { values, scores, expected, lower, upper } = channels[channel]!
      const finding = findingAt.get(verdicts.length)
      verdicts.push({
        at: times[i]!,
        channel,
        value: known(values[i]!),
        score: known(scores[i]!),
        expected: known(expected[i]!),
        lower: known(lower[i]!),
        upper: known(upper[i]!),
        severity: finding?.severity ?? null,
        reason: finding?.reason ?? null,
      })
    }
  }
  return verdicts
}

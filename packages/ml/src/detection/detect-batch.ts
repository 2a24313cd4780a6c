import type { Finding } from '@seriema/domain/anomaly'
import type { Detector, Judgement, ScoredValue } from '../contract/detector.ts'
import { policyOf } from './alarm-policy.ts'
import { type BaselineScores, baseline as baselineDetector } from './baseline.ts'
import { type Batch, type Detection, nothingDetected, type ValueScore, type WatchedSeries } from './detection.ts'
import { failed, nothingToSay, ofSomeValues } from './fallback.ts'
import { byBaseline, bySelf, toFinding } from './finding.ts'
import { type Judged, judge, type Work } from './judge.ts'
import { type DetectorState, newAlarms } from './knowledge.ts'
import { raise, suppressedIn } from './raise.ts'

export interface BatchInput {
  readonly detector: Detector
  readonly series: WatchedSeries
  readonly batch: Batch
  /** What the baseline says of the batch. */
  readonly baseline: BaselineScores
  /** Changed. Null where the detector cannot speak, and then `withoutChosen` says why. */
  readonly chosen: DetectorState | null
  readonly withoutChosen: string
  readonly inFull: boolean
}

export interface BatchDetected {
  readonly detection: Detection
  /** What the detector knows afterwards; null when that is not to be trusted any more. */
  readonly chosen: DetectorState | null
}

/** Either the points in order, or those out of order: what stands out by the detector or else by the baseline. */
export function* detectBatch(input: BatchInput): Work<BatchDetected> {
  const { detector, batch, chosen, inFull } = input
  if (batch.points.times.length === 0) return { detection: nothingDetected(detector), chosen }
  if (chosen === null) return { detection: tell(input, null, input.withoutChosen), chosen }
  try {
    const judged = yield* judge(
      detector,
      chosen.channels,
      batch.points,
      () => batch.forecast,
      inFull,
      input.series.timeZone,
    )
    return {
      detection: tell(input, judged, judged.silent === 0 ? null : nothingToSay(detector, batch.forecast)),
      chosen,
    }
  } catch (error) {
    const detection = tell({ ...input, chosen: null }, null, failed(detector, error))
    return { detection: { ...detection, remarkable: true }, chosen: null }
  }
}

/** `judged` is all the chosen detector has to say, `why` the reason that it has no more; the baseline says the rest. */
function tell(input: BatchInput, judged: Judged | null, why: string | null): Detection {
  const { detector, series, batch, chosen, inFull } = input
  const { times, channels } = batch.points
  const alarms = chosen?.alarms ?? newAlarms(channels.length, series.pointCount)
  const policy = policyOf(series.alarmRules, detector)
  const [self, instead] = [bySelf(detector), byBaseline(why)]
  const findings: Finding[] = []
  const scores: ValueScore[] = []
  channels.forEach((values, channel) => {
    const judgement = judged === null ? null : judged.columns[channel]!
    const scored = inAll(judgement, input.baseline[channel]!)
    const suppressed = suppressedIn(series, batch.points, channel)
    for (const raised of raise(alarms[channel]!, policy, values, scored, suppressed)) {
      const spoken = judgement === null || judgement.silent[raised.scored.index] === 1 ? instead : self
      findings.push(toFinding(series, batch, channel, raised, spoken))
    }
    if (inFull) for (const { index, ...score } of scored) scores.push({ at: times[index]!, channel, ...score })
  })
  const spoke = judged !== null && judged.spoke > 0
  return {
    findings: findings.sort((a, b) => a.at - b.at || a.channel - b.channel),
    scores,
    detector: (spoke || why === null ? detector : baselineDetector).kind,
    versionId: spoke || why === null ? (detector.versionId ?? null) : null,
    fallback: why === null || !spoke ? why : ofSomeValues(judged, why),
    remarkable: judged !== null && why !== null && detector.needsForecasts,
  }
}

/** The detector's scores and, of the values it is silent on, those of the baseline; ascending. Null: silent on all. */
function inAll(judgement: Judgement | null, baseline: readonly ScoredValue[]): readonly ScoredValue[] {
  if (judgement === null) return baseline
  const { scored, silent } = judgement
  const added = baseline.filter(({ index }) => silent[index] === 1)
  return added.length === 0 ? scored : [...scored, ...added].sort((a, b) => a.index - b.index)
}

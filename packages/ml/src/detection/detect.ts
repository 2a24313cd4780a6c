import type { Detector } from '../contract/detector.ts'
import { copied } from '../statistics/plain-data.ts'
import { scoreInOrder, scoreOutOfOrder } from './baseline.ts'
import { detectBatch } from './detect-batch.ts'
import type { Detection, NewPoints, WatchedSeries } from './detection.ts'
import { notReady, outOfOrder as outOfOrderWords } from './fallback.ts'
import type { Work } from './judge.ts'
import { type DetectorState, type Knowledge, newAlarms } from './knowledge.ts'

export interface Detected {
  readonly detection: Detection
  /** What is known after the points. */
  readonly knowledge: Knowledge
}

/**
 * What stands out among new points of a series: points in order by what is known of the series, which learns them; those
 * out of order against what surrounds them. Where the chosen detector throws, is thrown out of its work for the time it
 * takes, or has nothing to say, the baseline speaks in its place and `fallback` says why. Only a value that neither has
 * seen enough for goes without a verdict: one of the first ten of a series, or after a silence that nothing is compared
 * across and no season bridges.
 *
 * @param knowledge changed; not to be used any more
 * @param inFull whether to say what every value scores
 * @param withoutChosen why the detector cannot speak, where nothing is known for it
 */
export function* detect(
  detector: Detector,
  series: WatchedSeries,
  { inOrder, outOfOrder, around }: NewPoints,
  knowledge: Knowledge,
  inFull = false,
  withoutChosen = notReady(detector),
): Work<Detected> {
  const first = yield* detectBatch({
    detector,
    series,
    batch: inOrder,
    baseline: scoreInOrder(knowledge.baseline, inOrder.points, inFull),
    chosen: knowledge.chosen,
    withoutChosen,
    inFull,
  })
  const { baseline, fallback } = knowledge
  const { remarkable, fallback: why } = first.detection
  const anyInOrder = inOrder.points.times.length > 0
  const learnt = { baseline, chosen: first.chosen, fallback: anyInOrder ? (remarkable ? why : null) : fallback }
  if (outOfOrder.points.times.length === 0) return { detection: first.detection, knowledge: learnt }
  const second = yield* detectBatch({
    detector,
    series,
    batch: outOfOrder,
    baseline: scoreOutOfOrder(outOfOrder.points, around, inFull),
    chosen: forOutOfOrder(detector, series, first.chosen),
    withoutChosen: outOfOrderWords,
    inFull,
  })
  return { detection: anyInOrder ? together(second.detection, first.detection) : second.detection, knowledge: learnt }
}

/** Only what compares with forecasts, or was trained to look at each value alone, can judge out of order. What it and the alarms then learn is not kept. */
const forOutOfOrder = (
  { needsForecasts, lookback }: Detector,
  { channels, pointCount }: WatchedSeries,
  chosen: DetectorState | null,
): DetectorState | null =>
  chosen === null || !(needsForecasts || lookback === 1)
    ? null
    : {
        kind: chosen.kind,
        timeZone: chosen.timeZone,
        versionId: chosen.versionId,
        channels: chosen.channels.map(copied),
        alarms: newAlarms(channels.length, pointCount),
      }

const spokenBy = ({ detector, versionId }: Detection) => ({ detector, versionId })

const together = (late: Detection, inOrder: Detection): Detection => ({
  findings: [...late.findings, ...inOrder.findings].sort((a, b) => a.at - b.at || a.channel - b.channel),
  scores: [...late.scores, ...inOrder.scores],
  ...spokenBy(late.fallback === null ? late : inOrder),
  fallback: late.fallback ?? inOrder.fallback,
  remarkable: late.remarkable || inOrder.remarkable,
})

import { isOfThePresent } from '@seriema/domain/cadence'
import type { Settled } from '@seriema/domain/settle'
import { slice } from '@seriema/domain/settle'
import { millisecondsOf } from '@seriema/domain/step'
import type { Detection } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import { gapsLookedAt } from '@seriema/ml/series/interval'
import { inferStep } from '@seriema/ml/series/step'
import type { NewEvent } from '../../events/event.ts'
import { pointsStored } from '../../events/kinds/points.ts'
import { seriesStatus } from '../../events/kinds/status.ts'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import type { NumberedPoints } from '../../store/point/write.ts'
import { type Inferred, type Series, stepOf } from '../../store/series.ts'
import type { Scored } from './detect.ts'

/** What a batch does to its series. Arrival numbers go to the late points, then to those in order, then to the replaced. */
export interface Change {
  readonly settled: Settled<Series>
  readonly detection: Detection
  readonly after: Series
  /** What is known for detection, and whether the baseline spoke before. */
  readonly knowledge: Knowledge
  readonly fellBackBefore: boolean
}

/** Null when nothing is to be stored. `now` in epoch milliseconds. */
export function changeOf(
  settled: Settled<Series>,
  { detection, knowledge, recent, fellBackBefore }: Scored,
  now: number,
): Change | null {
  if (knowledge === null) return null
  const { series, fresh, late, replaced } = settled
  const added = fresh.times.length
  const appended = slice(fresh, late).times
  const grown: Series = {
    ...series,
    lastSeq: series.lastSeq + added + replaced.times.length,
    pointCount: series.pointCount + added,
    firstAt: added === 0 ? series.firstAt : Math.min(series.firstAt ?? Number.POSITIVE_INFINITY, fresh.times[0]!),
    lastAt: added === 0 ? series.lastAt : Math.max(series.lastAt ?? 0, fresh.times.at(-1)!),
    ...infer(series, recent.times, appended, fresh.times),
  }
  const present = appended.length > 0 && isOfThePresent(grown.lastAt!, stepOf(grown), now)
  const after = present ? { ...grown, liveAt: now } : grown
  return { settled, detection, after, knowledge, fellBackBefore }
}

/** Looked at again while the series is young, when many points come, and now and then. */
function infer(series: Series, recent: Float64Array, appended: Float64Array, fresh: Float64Array): Inferred {
  const { inferredInterval, inferredStep } = series
  const known = inferredInterval === null ? null : { inferredInterval, inferredStep }
  if (appended.length === 0) return known ?? inferred(fresh, series)
  const passed = Math.floor(series.lastSeq / 64) !== Math.floor((series.lastSeq + appended.length) / 64)
  if (known !== null && series.pointCount > 256 && !passed) return known
  const before = recent.subarray(-Math.max(1, gapsLookedAt - appended.length))
  const times = new Float64Array(before.length + appended.length)
  times.set(before)
  times.set(appended, before.length)
  const looked = inferred(times, series)
  return looked.inferredInterval === null && known !== null ? known : looked
}

/** What the instants, ascending, show of the step of a series. */
export function inferred(times: Float64Array, { timeZone }: Pick<Series, 'timeZone'>): Inferred {
  const step = inferStep(times, timeZone)
  if (step === null) return { inferredInterval: null, inferredStep: null }
  return { inferredInterval: millisecondsOf(step), inferredStep: step.unit === 'millisecond' ? null : step }
}

export const freshRows = ({ settled: { series, fresh } }: Change): NumberedPoints => ({
  seriesId: series.id,
  firstSeq: series.lastSeq + 1,
  points: fresh,
})

export const replacedRows = ({ settled: { series, fresh, replaced } }: Change): NumberedPoints => ({
  seriesId: series.id,
  firstSeq: series.lastSeq + fresh.times.length + 1,
  points: replaced,
})

/** What is announced: points in the order of their numbers, anomalies, and that a detector began to fall back. */
export function newsOf(
  { settled, detection, after, fellBackBefore }: Change,
  found: readonly StoredAnomaly[],
): NewEvent[] {
  const { series, fresh, late, replaced } = settled
  const first = series.lastSeq + 1
  const inOrder = fresh.times.length - late
  const news: NewEvent[] = [
    ...pointsStored(after.id, first, late, { late: true, replaced: false }),
    ...pointsStored(after.id, first + late, inOrder, { late: false, replaced: false }),
    ...pointsStored(after.id, first + fresh.times.length, replaced.times.length, { late: false, replaced: true }),
  ]
  if (found.length > 0) news.push({ kind: 'anomalies', seriesId: after.id, ids: found.map(({ id }) => id) })
  if (detection.fallback !== null && detection.remarkable && !fellBackBefore)
    news.push(seriesStatus('SCORER_FELL_BACK', { id: after.id, key: after.key, reason: detection.fallback }))
  return news
}

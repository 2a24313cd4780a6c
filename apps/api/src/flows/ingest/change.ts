import { isOfThePresent } from '@seriema/domain/cadence'
import type { Settled } from '@seriema/domain/settle'
import { slice } from '@seriema/domain/settle'
import type { Detection } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { NewEvent } from '../../events/event.ts'
import { pointsStored } from '../../events/kinds/points.ts'
import { seriesStatus } from '../../events/kinds/status.ts'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import type { NumberedPoints } from '../../store/point/write.ts'
import { type Series, stepOf } from '../../store/series.ts'
import type { Scored } from './detect.ts'
import { infer } from './infer-step.ts'

/** What a batch does to its series. Arrival numbers go to the late points, then to those in order, then to the replaced. */
export interface Change {
  readonly settled: Settled<Series>
  readonly detection: Detection
  readonly after: Series
  /** What those who watch know, and whether the baseline spoke before. */
  readonly knowledge: readonly Knowledge[]
  readonly fellBackBefore: boolean
  readonly again: Scored['again']
}

/** Null when nothing is to be stored. `now` in epoch milliseconds. */
export function changeOf(
  settled: Settled<Series>,
  { detection, knowledge, recent, fellBackBefore, again }: Scored,
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
  return { settled, detection, after, knowledge, fellBackBefore, again }
}

export const freshRows = ({ series, fresh }: Settled<Series>): NumberedPoints => ({
  seriesId: series.id,
  firstSeq: series.lastSeq + 1,
  points: fresh,
})

export const replacedRows = ({ settled: { series, fresh, replaced } }: Change): NumberedPoints => ({
  seriesId: series.id,
  firstSeq: series.lastSeq + fresh.times.length + 1,
  points: replaced,
})

/** Where values that were stored before are judged anew, channel by channel. */
export const judgedAnew = ({ settled: { series }, again }: Change) =>
  Array.from(
    Map.groupBy(again, ({ channel }) => channel),
    ([channel, values]) => ({
      seriesId: series.id,
      channel,
      times: Float64Array.from(values, ({ at }) => at),
    }),
  )

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

import { hasCounters } from '@seriema/domain/counter'
import { sameSpeaker } from '@seriema/domain/deployment'
import type { PointColumns } from '@seriema/domain/point'
import { changedPoints, type Settled } from '@seriema/domain/settle'
import { type Detection, nothingDetected } from '@seriema/ml/detection/detection'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { Core } from '../../core.ts'
import { type DetectedNew, detectNew } from '../../detection/detect-new.ts'
import type { Judges } from '../../detection/judges.ts'
import type { Watches } from '../../detection/watches.ts'
import { askedOf } from '../../detection/young.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Watcher } from '../../serving/watcher.ts'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { infer } from './infer-step.ts'

/** What is found among the points of a batch that change their series. */
export interface Scored {
  readonly detection: Detection
  /** What those who watch know after the batch; null when nothing changes. */
  readonly knowledge: readonly Knowledge[] | null
  /** The newest points before the batch. */
  readonly recent: PointColumns
  readonly fellBackBefore: boolean
  /**
   * The first point that another spoke for than the chosen detector, where that could have, had the points come in order and
   * at leisure; epoch milliseconds. Null where there is none.
   */
  readonly standInFrom: number | null
  /** Values stored before that were judged anew, since what came changed them. */
  readonly again: DetectedNew['again']
}

type DetectApp = Pick<Core, 'config' | 'meters'> & {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Pick<Serving, 'watchersOf' | 'speakerOf'>
  readonly judges: Judges
}

/** Whether the detector takes the time it needs; `away` then hears where nothing but threads of their own work on it. */
export type Unhurried = { readonly away: () => void } | null

/** Takes what is known of the series; it is to be given back once the batch is committed. */
export async function detectChanged(
  app: DetectApp,
  db: Db,
  settled: Settled<Series>,
  unhurried: Unhurried,
): Promise<Scored> {
  const { series, fresh, replaced } = settled
  const points = changedPoints(settled)
  if (fresh.times.length + replaced.times.length === 0) {
    const detection = nothingDetected(app.serving.speakerOf(series, 'watch'))
    return { detection, knowledge: null, recent: points.inOrder, fellBackBefore: false, standInFrom: null, again: [] }
  }
  const watchers = app.serving.watchersOf(series, [points.inOrder.times, points.outOfOrder.times])
  const recent = await app.windows.recent(db, series)
  // Rates are those by the step that the points show.
  const watched = hasCounters(series.channels)
    ? { ...series, ...infer(series, recent.times, points.inOrder.times, fresh.times) }
    : series
  const options = {
    budget: unhurried === null ? app.config.scoreBudget : Number.POSITIVE_INFINITY,
    inFull: false,
    // Where two take turns, the second reads more when the first is done.
    elsewhere:
      unhurried === null ? null : { judges: app.judges, away: watchers.length === 1 ? unhurried.away : () => {} },
  }
  const said: (DetectedNew & { readonly watcher: Watcher; readonly ready: boolean; readonly fellBack: boolean })[] = []
  for (const watcher of watchers) {
    const asked = askedOf(watcher, series.pointCount + fresh.times.length)
    const before = await app.watches.take(db, watched, asked.known, unhurried !== null)
    const [ready, fellBack] = [before.chosen !== null || asked.known !== watcher, before.fallback !== null]
    const begun = performance.now()
    const detected = await detectNew(db, watched, asked.watcher, points, before, options, recent)
    const { detector, versionId } = detected.detection
    app.meters.counts.scoring.record(detector, versionId, performance.now() - begun)
    said.push({ ...detected, watcher, ready, fellBack })
  }
  const notReady = said.some(({ ready }) => !ready)
  return {
    detection: said.length === 1 ? said[0]!.detection : shared(app, series, said),
    knowledge: said.map(one => one.knowledge),
    recent,
    fellBackBefore: said.some(({ fellBack }) => fellBack),
    standInFrom: points.outOfOrder.times[0] ?? (notReady ? points.inOrder.times[0]! : null),
    again: said[0]!.again,
  }
}

/** Of each point what whoever speaks for it says; by name it is who speaks for the first. */
function shared(
  { serving }: DetectApp,
  series: Series,
  all: readonly { readonly detection: Detection; readonly watcher: Watcher }[],
): Detection {
  const own = all.map(({ detection, watcher }) => {
    const speaks = ({ at }: { readonly at: number }) =>
      sameSpeaker(serving.speakerOf(series, 'watch', at), watcher.speaker)
    return { findings: detection.findings.filter(speaks), scores: detection.scores.filter(speaks) }
  })
  return {
    ...all[0]!.detection,
    findings: own.flatMap(({ findings }) => findings).sort((a, b) => a.at - b.at || a.channel - b.channel),
    scores: own.flatMap(({ scores }) => scores),
    fallback: all.find(({ detection }) => detection.fallback !== null)?.detection.fallback ?? null,
    remarkable: all.some(({ detection }) => detection.remarkable),
  }
}

import { unlessFallen, type ValuePlace } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import type { ChangedPoints } from '@seriema/domain/settle'
import type { Detector } from '@seriema/ml/contract/detector'
import { baseline, contextBefore } from '@seriema/ml/detection/baseline'
import { type Detected, detect } from '@seriema/ml/detection/detect'
import type { Batch } from '@seriema/ml/detection/detection'
import { notReady } from '@seriema/ml/detection/fallback'
import type { Work } from '@seriema/ml/detection/judge'
import type { DetectorState, Knowledge } from '@seriema/ml/detection/knowledge'
import { breath } from '../concurrency/breath.ts'
import type { Watcher } from '../serving/watcher.ts'
import type { Db } from '../store/database.ts'
import { readAround } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { type ChangedRates, changedRates } from './changed-rates.ts'
import { said } from './judges/said.ts'
import type { Judges } from './judges.ts'
import { comparableForecast, watchedSeries } from './watched.ts'
import { withinBudget } from './within-budget.ts'

/** Stored points read around those out of order at most; beyond, these are compared with those of them that come first. */
const aroundAtMost = 20_000

export interface DetectOptions {
  /** Milliseconds the series' detector may take. */
  readonly budget: number
  /** Whether to say what every value scores. */
  readonly inFull: boolean
  /** Where there is no hurry: the threads that judge what is much, and who hears that nothing but these work from here on. */
  readonly elsewhere?: { readonly judges: Judges; readonly away: () => void } | null
}

/** What was found, and what it was found in. */
export interface DetectedNew extends Detected, Pick<ChangedRates, 'own' | 'again'> {}

/**
 * What stands out among new points of a series, not stored yet: those in order and those out of it, both ascending. Reads
 * what they are compared with; `knowledge` is changed. Of counters it is the rates that are judged, at the step of `series`.
 *
 * @param recent the newest points stored, if they are known
 */
export async function detectNew(
  db: Db,
  series: Series,
  watcher: Watcher,
  points: ChangedPoints,
  knowledge: Knowledge,
  { budget, inFull, elsewhere = null }: DetectOptions,
  recent: PointColumns | null = null,
): Promise<DetectedNew> {
  const detector = watcher.detector ?? baseline
  const surroundings = await readSurroundings(db, series, points.outOfOrder)
  const watched = await changedRates(db, series, points, surroundings, recent)
  const batch = async (columns: PointColumns): Promise<Batch> => ({
    points: columns,
    forecast:
      detector.needsForecasts && columns.times.length > 0
        ? await comparableForecast(db, series, columns.times[0]!)
        : null,
  })
  const news = {
    inOrder: await batch(watched.inOrder),
    outOfOrder: await batch(watched.outOfOrder),
    around: watched.around,
  }
  const withoutChosen = watcher.missing ?? notReady(detector)
  const detecting = (speaks: Detector, known: Knowledge) =>
    detect(speaks, watchedSeries(series), news, known, inFull, withoutChosen)
  const { chosen } = knowledge
  const told =
    elsewhere !== null && chosen !== null && elsewhere.judges.take(detector, watched.inOrder)
      ? await detectedElsewhere(detecting, detector, watched.inOrder, { ...knowledge, chosen }, elsewhere)
      : await withinBudget(detecting(detector, knowledge), budget)
  const { own, again, fallen } = watched
  const detected = {
    ...told,
    detection: { ...told.detection, findings: unlessFallen(told.detection.findings, fallen) },
  }
  if (again.length === 0) return { ...detected, own, again }
  // Beside what is judged anew there are channels that did not change.
  const judged = new Set(again.map(nameOf))
  const came = new Set(own.times)
  const wanted = (one: ValuePlace) => came.has(one.at) || judged.has(nameOf(one))
  const { findings, scores } = detected.detection
  const detection = { ...detected.detection, findings: findings.filter(wanted), scores: scores.filter(wanted) }
  return { ...detected, detection, own, again }
}

/** Threads judge the points in order for the detector, while the baseline does here. */
async function detectedElsewhere(
  detecting: (detector: Detector, knowledge: Knowledge) => Work<Detected>,
  detector: Detector,
  inOrder: PointColumns,
  knowledge: Knowledge & { readonly chosen: DetectorState },
  { judges, away }: NonNullable<DetectOptions['elsewhere']>,
): Promise<Detected> {
  const judging = judges.judge(knowledge.chosen, inOrder).catch(errorOf)
  const { detector: speaks, states, tell } = said(detector)
  const work = detecting(speaks, { ...knowledge, chosen: { ...knowledge.chosen, channels: states } })
  away()
  await breath()
  // It pauses before the first value is judged; what the baseline says is found by then.
  work.next()
  tell(await judging)
  return withinBudget(work, Number.POSITIVE_INFINITY)
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const nameOf = ({ at, channel }: ValuePlace) => `${at} ${channel}`

async function readSurroundings(db: Db, series: Series, points: PointColumns): Promise<PointColumns> {
  if (points.times.length === 0) return points
  return readAround(db, series, {
    from: points.times[0]!,
    to: points.times.at(-1)!,
    before: contextBefore,
    limit: aroundAtMost,
  })
}

import { unlessFallen, type ValuePlace } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import type { ChangedPoints } from '@seriema/domain/settle'
import type { Detector } from '@seriema/ml/contract/detector'
import { baseline, contextBefore } from '@seriema/ml/detection/baseline'
import { type Detected, detect } from '@seriema/ml/detection/detect'
import type { Batch } from '@seriema/ml/detection/detection'
import { notReady } from '@seriema/ml/detection/fallback'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
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
  const { speaks, known } =
    elsewhere === null
      ? { speaks: detector, known: knowledge }
      : await judgedElsewhere(detector, watched.inOrder, knowledge, elsewhere)
  const told = await withinBudget(detect(speaks, watchedSeries(series), news, known, inFull, withoutChosen), budget)
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

/** The detector with what it says of points in order already, and what it then knows, where threads judge them. */
async function judgedElsewhere(
  detector: Detector,
  inOrder: PointColumns,
  knowledge: Knowledge,
  { judges, away }: NonNullable<DetectOptions['elsewhere']>,
): Promise<{ readonly speaks: Detector; readonly known: Knowledge }> {
  const { chosen } = knowledge
  if (chosen === null || !judges.take(detector, inOrder)) return { speaks: detector, known: knowledge }
  try {
    const judging = judges.judge(chosen, inOrder)
    away()
    const all = await judging
    const learnt = { ...chosen, channels: all.map(({ state }) => state) }
    return { speaks: said(detector, all), known: { ...knowledge, chosen: learnt } }
  } catch (error) {
    return { speaks: said(detector, error instanceof Error ? error : new Error(String(error))), known: knowledge }
  }
}

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

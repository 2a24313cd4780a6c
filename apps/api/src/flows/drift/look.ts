import type { Speaker } from '@seriema/domain/deployment'
import type { Drift } from '@seriema/domain/drift'
import type { Step } from '@seriema/domain/step'
import { type DriftReference, intervalOf, measureDrift, seasonOf } from '@seriema/ml/drift/drift'
import { countPredictions, type PredictionWindows, predictionDrift } from '@seriema/ml/drift/predictions'
import { sameSeason, seasonChanged } from '@seriema/ml/drift/season-change'
import type { Db } from '../../store/database.ts'
import type { DriftState } from '../../store/drift.ts'
import { recentPredictions } from '../../store/forecast/predictions.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { findVersions } from '../../store/version.ts'
import { readPresent, readSeason, takeReference, thinning } from './past.ts'

/** What is found of a series. */
export type Looked = Pick<DriftState, 'reference' | 'predictions' | 'drift'>

/** Forecasts that are counted a look, the newest. */
const forecastsAtOnce = 32

/** `before`: what was found with the same speaker; null where another spoke, or nobody looked yet. */
export async function lookAtDrift(db: Db, series: Series, speaker: Speaker, before: Looked | null): Promise<Looked> {
  const { lastAt } = series
  const step = stepOf(series)
  if (step === null || lastAt === null) return { reference: null, predictions: null, drift: null }
  const [version] = speaker.versionId === null ? [] : await findVersions(db, [speaker.versionId])
  const known = before?.reference ?? null
  const outgrown = known !== null && version === undefined && isOutgrown(known, lastAt)
  const reference =
    known === null || outgrown ? await takeReference(db, series, step, version ?? null, known?.to) : known
  if (reference === null) return { reference, predictions: null, drift: null }
  const counted = reference === known ? (before?.predictions ?? null) : null
  const predictions = await countNew(db, series, speaker, reference, counted)
  // Until a whole window has come since, the present is part of what it is held against.
  if (lastAt + 1 - reference.window < reference.to) return { reference, predictions, drift: null }
  const same = reference === known && before?.drift?.at === lastAt ? before.drift : null
  return { reference, predictions, drift: await measure(db, series, step, reference, predictions, same) }
}

/** A built-in kind learns as it goes: the period before is another once one as long has passed. */
const isOutgrown = ({ from, to, window }: DriftReference, lastAt: number): boolean =>
  lastAt + 1 - window >= to + (to - from)

async function countNew(
  db: Db,
  series: Series,
  speaker: Speaker,
  { channels, window }: DriftReference,
  counted: PredictionWindows | null,
): Promise<PredictionWindows | null> {
  const asked = { after: counted?.until ?? 0, most: forecastsAtOnce, channels: channels.length }
  return countPredictions(counted, await recentPredictions(db, series.id, speaker, asked), channels, window)
}

/** `before`: what was found of the same points, whose season need not be looked for again. */
async function measure(
  db: Db,
  series: Series,
  step: Step,
  reference: DriftReference,
  predictions: PredictionWindows | null,
  before: Drift | null,
): Promise<Drift> {
  const to = series.lastAt! + 1
  const nth = thinning(step, reference.window)
  const points = await readPresent(db, series, step, { from: to - reference.window, to }, nth)
  const season =
    before === null
      ? await lookForSeason(db, series, step, reference)
      : { season: before.seasonNow, seasonChanged: before.seasonChanged }
  const present = {
    points,
    at: series.lastAt!,
    interval: intervalOf(points.times) / nth,
    predictions: predictionDrift(predictions, reference.channels),
    ...season,
  }
  return measureDrift(reference, present, series.driftLimit)
}

async function lookForSeason(db: Db, series: Series, step: Step, reference: DriftReference) {
  const points = await readSeason(db, series, step, { from: reference.to, to: series.lastAt! + 1 })
  const now = seasonOf(points, step)
  if (sameSeason(reference.season, now.season)) return { season: now.season, seasonChanged: false }
  // Only where it looks like another one is the past read again, and no more of it than there is of the present.
  const past = seasonOf(await readSeason(db, series, step, { to: reference.to }, points.times.length), step)
  const then = { ...past, season: reference.season }
  return { season: now.season, seasonChanged: seasonChanged(then, now) }
}

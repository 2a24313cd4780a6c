import type { PointColumns } from '@seriema/domain/point'
import { baseline, contextBefore } from '@seriema/ml/detection/baseline'
import { type Detected, detect } from '@seriema/ml/detection/detect'
import type { Batch } from '@seriema/ml/detection/detection'
import { notReady } from '@seriema/ml/detection/fallback'
import type { Knowledge } from '@seriema/ml/detection/knowledge'
import type { Watcher } from '../serving/watcher.ts'
import type { Db } from '../store/database.ts'
import { forecastBefore } from '../store/forecast.ts'
import { readAround } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { withinBudget } from './within-budget.ts'

/** Stored points read around those out of order at most; beyond, these are compared with those of them that come first. */
const aroundAtMost = 20_000

export interface DetectOptions {
  /** Milliseconds the series' detector may take. */
  readonly budget: number
  /** Whether to say what every value scores. */
  readonly inFull: boolean
}

/**
 * What stands out among new points of a series, not stored yet: those in order and those out of it, both ascending. Reads
 * what they are compared with; `knowledge` is changed.
 */
export async function detectNew(
  db: Db,
  series: Series,
  watcher: Watcher,
  points: { readonly inOrder: PointColumns; readonly outOfOrder: PointColumns },
  knowledge: Knowledge,
  { budget, inFull }: DetectOptions,
): Promise<Detected> {
  const detector = watcher.detector ?? baseline
  const batch = async (columns: PointColumns): Promise<Batch> => ({
    points: columns,
    forecast:
      detector.needsForecasts && columns.times.length > 0
        ? await forecastBefore(db, series.id, columns.times[0]!)
        : null,
  })
  const news = {
    inOrder: await batch(points.inOrder),
    outOfOrder: await batch(points.outOfOrder),
    around: await readSurroundings(db, series, points.outOfOrder),
  }
  const withoutChosen = watcher.missing ?? notReady(detector)
  return withinBudget(detect(detector, series, news, knowledge, inFull, withoutChosen), budget)
}

async function readSurroundings(db: Db, series: Series, points: PointColumns): Promise<PointColumns> {
  if (points.times.length === 0) return points
  return readAround(db, series, {
    from: points.times[0]!,
    to: points.times.at(-1)!,
    before: contextBefore,
    limit: aroundAtMost,
  })
}

import { defineDriftLimit } from '@seriema/domain/drift'
import {
  defineQualityLimits,
  judgeQuality,
  type QualityLimitsDraft,
  type QualityWindow,
  windowOf,
} from '@seriema/domain/quality'
import { expectedRows, type Spend } from '@seriema/domain/range'
import type { Core } from '../core.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import { type Db, transaction } from '../store/database.ts'
import { lookAtDriftSoon } from '../store/drift.ts'
import { countQuality } from '../store/quality/count.ts'
import { lookAtQualitySoon, type Quality } from '../store/quality.ts'
import { lockSeries, type Series, seriesNotFound, stepOf, updateSeries } from '../store/series.ts'

/** What judging quality asks of a series. */
export const judged = (series: Series) => ({ ...series, step: stepOf(series) })

/** Each of these series in its window, by one statement. */
export async function judgeAll(
  db: Db,
  windows: readonly (QualityWindow & { readonly series: Series })[],
  now: number,
): Promise<readonly Quality[]> {
  const counted = await countQuality(db, windows)
  return windows.flatMap(({ series, from, to }) => {
    const counts = counted.get(series.id)
    if (counts === undefined) return []
    const results = judgeQuality(judged(series), counts, series.qualityLimits, { from, to }, now)
    return [{ seriesId: series.id, at: now, window: to - from, results }]
  })
}

/**
 * How good the points of a series are now, in a window of so many milliseconds [what suits its step]. null where it has no
 * points. Throws INVALID_INPUT, TOO_LARGE.
 */
export async function qualityNow(
  app: Pick<Core, 'reads' | 'clock' | 'wideReads'>,
  series: Series,
  length: number | null | undefined,
  spend: Spend,
): Promise<Quality | null> {
  if (series.pointCount === 0) return null
  const now = app.clock()
  const window = windowOf(judged(series), length, now)
  spend(expectedRows(series, window))
  const [quality] = await app.wideReads(() => judgeAll(app.reads, [{ ...window, series }], now))
  return quality ?? null
}

/** What is left out stays; null is the default again. */
export interface LimitsDraft extends QualityLimitsDraft {
  /** PSI at which the series has drifted. */
  readonly drift?: number | null | undefined
}

/** At which figures the points of a series are bad, and at which it has drifted. Throws SERIES_NOT_FOUND, INVALID_INPUT. */
export const setQualityLimits = (
  app: Pick<Core, 'db' | 'clock'>,
  key: string,
  { drift, ...limits }: LimitsDraft,
): Promise<Series> =>
  transaction(app.db, async tx => {
    const [series] = await lockSeries(tx, [key])
    if (series === undefined) throw seriesNotFound(key)
    const now = app.clock()
    const changed = await updateSeries(tx, key, {
      qualityLimits: defineQualityLimits(limits, series.qualityLimits),
      ...(drift !== undefined && { driftLimit: defineDriftLimit(drift) }),
    })
    await lookAtQualitySoon(tx, series.id, now)
    await lookAtDriftSoon(tx, series.id, now)
    await announce(tx, [seriesStatus('SERIES_UPDATED', changed)], now)
    return changed
  })

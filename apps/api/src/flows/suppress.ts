import { isDeepStrictEqual } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { likeThis, type SuppressionTime, suppressionsAtMost } from '@seriema/domain/suppression'
import type { Core } from '../core.ts'
import { suppressionChanged } from '../events/kinds/suppression.ts'
import { announce } from '../events/log.ts'
import { transaction } from '../store/database.ts'
import { labelsOfAnomalies } from '../store/label.ts'
import { lockSeriesByIds } from '../store/series.ts'
import {
  deleteSuppression,
  findSuppressions,
  insertSuppression,
  type Suppression,
  suppressionsOf,
} from '../store/suppression.ts'
import { requireAnomaly } from './label.ts'

type SuppressApp = Pick<Core, 'db' | 'clock'>

export interface SuppressionDraft {
  readonly anomalyId: number
  readonly time?: SuppressionTime | null | undefined
  /** Who asks for it [nobody known]. */
  readonly by?: string | null
}

/**
 * From the commit on nothing like an anomaly that is called false is raised in its series; what is kept stays until the
 * past is judged anew. Asking again changes nothing. Throws ANOMALY_NOT_FOUND, TOO_LARGE; INVALID_INPUT also where it is
 * not called false.
 */
export const suppressLikeThis = (
  app: SuppressApp,
  { anomalyId, time, by = null }: SuppressionDraft,
): Promise<Suppression> =>
  transaction(app.db, async tx => {
    const anomaly = await requireAnomaly(tx, anomalyId)
    // Those who write points hold it too: what comes next is judged by what is suppressed then.
    const [series] = await lockSeriesByIds(tx, [anomaly.seriesId])
    const label = (await labelsOfAnomalies(tx, [anomalyId])).get(anomalyId)
    if (label?.verdict !== 'false' || series === undefined)
      throw new Fault('INVALID_INPUT', 'only what is like a false alarm is suppressed: label this anomaly false first')
    const pattern = likeThis(anomaly, time ?? 'any', series.timeZone)
    const kept = (await suppressionsOf(tx, [series.id])).get(series.id) ?? []
    const same = kept.find(({ channel, direction, atMost, time, minute }) =>
      isDeepStrictEqual({ channel, direction, atMost, time, minute }, pattern),
    )
    if (same !== undefined) return same
    if (kept.length >= suppressionsAtMost)
      throw new Fault('TOO_LARGE', `a series has at most ${suppressionsAtMost} suppressions: remove one first`)
    const origin = { seriesId: series.id, like: anomaly.at, by }
    const made = await insertSuppression(tx, { ...pattern, ...origin }, app.clock())
    await announce(tx, [suppressionChanged(made)], app.clock())
    return made
  })

/** From the commit on what is like it is raised again. Throws SUPPRESSION_NOT_FOUND. */
export const removeSuppression = (app: SuppressApp, id: number): Promise<Suppression> =>
  transaction(app.db, async tx => {
    const gone = new Fault('SUPPRESSION_NOT_FOUND', 'this suppression is not there any more: somebody has removed it')
    const [suppression] = await findSuppressions(tx, [id])
    if (suppression === undefined) throw gone
    await lockSeriesByIds(tx, [suppression.seriesId])
    if (!(await deleteSuppression(tx, id))) throw gone
    await announce(tx, [suppressionChanged(suppression)], app.clock())
    return suppression
  })

import type { AlarmRulesDraft, DetectorKind } from '@seriema/domain/anomaly'
import { defineAlarmRules } from '@seriema/domain/anomaly'
import type { SeriesDraft } from '@seriema/domain/series'
import { defineAttributes, defineInterval, defineSeries, text } from '@seriema/domain/series'
import type { Core } from '../core.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import { type Db, transaction } from '../store/database.ts'
import type { Series, SeriesChanges } from '../store/series.ts'
import * as store from '../store/series.ts'

type SeriesApp = Pick<Core, 'db' | 'clock'>

/** What watches a series, as it arrives from outside. */
export interface WatchingDraft {
  readonly detector?: DetectorKind | null | undefined
  readonly alarmRules?: AlarmRulesDraft | null | undefined
}

/** Throws INVALID_SERIES_KEY, INVALID_INPUT, SERIES_EXISTS. */
export const createSeries = (app: SeriesApp, draft: SeriesDraft & WatchingDraft): Promise<Series> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const made = await insertSeries(tx, draft, now)
    await announce(tx, [seriesStatus('SERIES_CREATED', made)], now)
    return made
  })

/** Not announced yet. Throws INVALID_SERIES_KEY, INVALID_INPUT, SERIES_EXISTS. */
export const insertSeries = (
  tx: Db,
  { detector, alarmRules, ...draft }: SeriesDraft & WatchingDraft,
  now: number,
): Promise<Series> =>
  store.createSeries(tx, defineSeries(draft), now, {
    ...(detector != null && { detector }),
    ...(alarmRules != null && { alarmRules: defineAlarmRules(alarmRules) }),
  })

/** Only what `changes` names changes. Throws SERIES_NOT_FOUND, INVALID_INPUT. */
export const updateSeries = (
  app: SeriesApp,
  key: string,
  changes: Omit<SeriesChanges, 'alarmRules'> & Pick<WatchingDraft, 'alarmRules'>,
): Promise<Series> =>
  transaction(app.db, async tx => {
    const { title, description, attributes, interval, alarmRules, ...rest } = changes
    const known = alarmRules == null ? null : await store.requireSeries(tx, key)
    const changed = await store.updateSeries(tx, key, {
      ...rest,
      ...(title !== undefined && { title: text('title', title) }),
      ...(description !== undefined && { description: text('description', description) }),
      ...(attributes !== undefined && { attributes: defineAttributes(attributes) }),
      ...(interval !== undefined && { interval: defineInterval(interval) }),
      ...(alarmRules != null && { alarmRules: defineAlarmRules(alarmRules, known?.alarmRules) }),
    })
    await announce(tx, [seriesStatus('SERIES_UPDATED', changed)], app.clock())
    return changed
  })

import type { AlarmRulesDraft, DetectorKind } from '@seriema/domain/anomaly'
import { defineAlarmRules } from '@seriema/domain/anomaly'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { ChannelChange, SeriesDraft } from '@seriema/domain/series'
import {
  changeChannels,
  defineAttributes,
  defineInterval,
  defineSeries,
  defineTimeZone,
  text,
  twoSteps,
} from '@seriema/domain/series'
import { defineStep, type StepDraft } from '@seriema/domain/step'
import { gapsLookedAt } from '@seriema/ml/series/interval'
import type { Core } from '../core.ts'
import type { NewEvent } from '../events/event.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import { forgetAccuracy } from '../store/accuracy/keep.ts'
import { forgetChannels } from '../store/anomaly.ts'
import { type Db, transaction } from '../store/database.ts'
import { forgetForecasts } from '../store/forecast.ts'
import { forgetLabels } from '../store/label.ts'
import { readPoints } from '../store/point.ts'
import type { Inferred, Series, SeriesChanges } from '../store/series.ts'
import * as store from '../store/series.ts'
import { forgetSuppressions } from '../store/suppression.ts'
import { inferred } from './ingest/infer-step.ts'
import { type Choice, choose } from './speak.ts'

type SeriesApp = Pick<Core, 'db' | 'clock'>

/** What watches a series, as it arrives from outside. */
export interface WatchingDraft {
  readonly detector?: DetectorKind | null | undefined
  readonly alarmRules?: AlarmRulesDraft | null | undefined
  /** Who chooses it [nobody known]. */
  readonly by?: string | null
}

/** Throws INVALID_SERIES_KEY, INVALID_INPUT, SERIES_EXISTS. */
export const createSeries = (app: SeriesApp, draft: SeriesDraft & WatchingDraft): Promise<Series> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const { series, news } = await insertSeries(tx, draft, now)
    await announce(tx, news, now)
    return series
  })

/** Those whose keys are free, all in one transaction. Throws INVALID_SERIES_KEY, INVALID_INPUT. */
export const createFreeSeries = (app: SeriesApp, drafts: readonly SeriesDraft[]): Promise<readonly Series[]> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const made = await store.createFreeSeries(tx, drafts.map(defineSeries), now)
    const news = made.map(series => seriesStatus('SERIES_CREATED', series))
    await announce(tx, news, now)
    return made
  })

/** With what is to be announced. Throws INVALID_SERIES_KEY, INVALID_INPUT, SERIES_EXISTS. */
export async function insertSeries(
  tx: Db,
  { detector, alarmRules, by, ...draft }: SeriesDraft & WatchingDraft,
  now: number,
): Promise<{ readonly series: Series; readonly news: readonly NewEvent[] }> {
  const rules = alarmRules == null ? null : defineAlarmRules(alarmRules)
  const made = await store.createSeries(tx, defineSeries(draft), now, rules)
  const created = seriesStatus('SERIES_CREATED', made)
  if (detector == null) return { series: made, news: [created] }
  const chosen = await choose(tx, made.id, [{ role: 'watch', kind: detector }], 'chosen as it was created', now, by)
  return { series: await store.requireSeries(tx, made.key), news: [created, ...chosen] }
}

/** Changes as they arrive from outside. */
export type SeriesChangesDraft = Omit<SeriesChanges, 'alarmRules' | 'channels' | 'step' | 'timeZone'> &
  WatchingDraft & {
    readonly channels?: readonly ChannelChange[] | undefined
    /** null: whoever the series' own backtest picks. */
    readonly forecaster?: ForecasterKind | null | undefined
    readonly step?: StepDraft | null | undefined
    /** null: UTC. */
    readonly timeZone?: string | null | undefined
  }

/**
 * Only what `changes` names changes; an interval takes the place of a step, and a step that of an interval. In another
 * zone the points are looked at anew for a step of its calendar. Of a channel that becomes of another kind, what was found
 * is forgotten, and with it the forecasts of the series: they spoke of other values. Throws SERIES_NOT_FOUND, INVALID_INPUT.
 */
export const updateSeries = (app: SeriesApp, key: string, changes: SeriesChangesDraft): Promise<Series> =>
  transaction(app.db, async tx => {
    const { title, description, channels, attributes, interval, step, timeZone, alarmRules } = changes
    const { detector, forecaster, by } = changes
    if (interval != null && step != null) throw twoSteps
    const known = alarmRules == null ? null : await store.requireSeries(tx, key)
    const now = app.clock()
    const choices: Choice[] = []
    if (detector != null) choices.push({ role: 'watch', kind: detector })
    if (forecaster !== undefined) choices.push({ role: 'forecast', kind: forecaster })
    const [locked] = choices.length === 0 ? [] : await store.lockSeries(tx, [key])
    const chosen = locked === undefined ? [] : await choose(tx, locked.id, choices, 'chosen by hand', now, by)
    const changed = await store.updateSeries(tx, key, {
      ...(title !== undefined && { title: text('title', title) }),
      ...(description !== undefined && { description: text('description', description) }),
      ...(channels !== undefined && (await ofOtherKinds(tx, key, channels))),
      ...(attributes !== undefined && { attributes: defineAttributes(attributes) }),
      ...(interval !== undefined && { interval: defineInterval(interval) }),
      ...(interval != null && { step: null }),
      ...(step !== undefined && { step: defineStep(step) }),
      ...(step != null && { interval: null }),
      ...(timeZone !== undefined && (await inZone(tx, key, defineTimeZone(timeZone)))),
      ...(alarmRules != null && { alarmRules: defineAlarmRules(alarmRules, known?.alarmRules) }),
    })
    await announce(tx, [seriesStatus('SERIES_UPDATED', changed), ...chosen], now)
    return changed
  })

/** With the lock of the series, so that points that come meanwhile are watched as what they are. */
async function ofOtherKinds(
  tx: Db,
  key: string,
  changes: readonly ChannelChange[],
): Promise<Pick<SeriesChanges, 'channels'>> {
  const [series] = await store.lockSeries(tx, [key])
  if (series === undefined) throw store.seriesNotFound(key)
  const channels = changeChannels(series.channels, changes)
  const changed = channels.flatMap(({ kind }, c) => (kind === series.channels[c]!.kind ? [] : [c]))
  if (changed.length === 0) return {}
  await forgetChannels(tx, series.id, changed)
  await forgetLabels(tx, series.id, changed)
  await forgetSuppressions(tx, series.id, changed)
  await forgetForecasts(tx, series.id)
  await forgetAccuracy(tx, series.id)
  return { channels }
}

/** With the lock of the series, so that points that come meanwhile are looked at in the zone as well. */
async function inZone(tx: Db, key: string, timeZone: string): Promise<Pick<Series, 'timeZone'> & Inferred> {
  const [series] = await store.lockSeries(tx, [key])
  if (series === undefined) throw store.seriesNotFound(key)
  const { times } = await readPoints(tx, series, { last: gapsLookedAt + 1 })
  return { timeZone, ...inferred(times, { timeZone }) }
}

import { Fault } from '@seriema/domain/fault'
import { requestForecast } from '@seriema/domain/forecast'
import type { Scope } from '@seriema/domain/role'
import { defineTiming, nextDue, type TimingDraft } from '@seriema/domain/schedule'
import type { Core } from '../core.ts'
import { scheduleChanged } from '../events/kinds/schedule.ts'
import { announce } from '../events/log.ts'
import { type Db, transaction } from '../store/database.ts'
import type { Queue } from '../store/queue.ts'
import { insertRun, runsUnderWay, type ScheduleRun } from '../store/schedule/run.ts'
import { insertSchedule, lockSchedule, type Schedule, saveSchedule } from '../store/schedule.ts'
import { scopeOf } from '../store/scope.ts'
import { findSeriesByIds } from '../store/series.ts'
import { requireVersion } from '../store/version.ts'
import { speakerOf } from './deploy.ts'
import { holdScope, type ScopeDraft } from './model.ts'

type ScheduleApp = Pick<Core, 'db' | 'clock'>

/** Who is to forecast: at most one of the two; neither: whoever is deployed by then. */
export interface ScheduledSpeaker {
  readonly forecaster?: string | null | undefined
  readonly versionId?: number | null | undefined
}

interface Asked {
  readonly speaker?: ScheduledSpeaker | null | undefined
  /** null: as many steps as are usual. */
  readonly horizon?: number | null | undefined
  readonly on?: boolean | null | undefined
}

export interface NewSchedule extends Asked {
  readonly scope: ScopeDraft
  readonly timing: TimingDraft
  /** Who makes it [nobody known]. */
  readonly by?: string | null
}

/**
 * From the commit on a series or a group is forecast by itself. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND, INVALID_VERSION,
 * MODEL_NOT_FOUND, HORIZON_TOO_LONG, INVALID_INPUT.
 */
export const createSchedule = (
  app: ScheduleApp,
  { scope: draft, by = null, ...asked }: NewSchedule,
): Promise<Schedule> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const scope = await holdScope(tx, draft)
    const timing = defineTiming(asked.timing, now)
    const on = asked.on ?? true
    const speaker = await requireSpeaker(tx, scope, asked.speaker ?? {}, asked.horizon ?? null)
    const nextAt = on ? nextDue(timing, now) : null
    const made = await insertSchedule(tx, scope, { ...speaker, timing, on, nextAt, madeAt: now, by })
    await announce(tx, [scheduleChanged(made)], now)
    return made
  })

export interface ScheduleDraft extends Asked {
  readonly timing?: TimingDraft | null | undefined
}

/**
 * What is left out stays as it was. One that is turned on, or whose timing changes, is due next by the clock and not for
 * what it missed. Throws SCHEDULE_NOT_FOUND, and what `createSchedule` does.
 */
export const updateSchedule = (app: ScheduleApp, id: number, draft: ScheduleDraft): Promise<Schedule> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const before = await lockSchedule(tx, id)
    const timing = draft.timing == null ? before.timing : defineTiming(draft.timing, now)
    const on = draft.on ?? before.on
    const horizon = draft.horizon === undefined ? before.horizon : draft.horizon
    const asked = draft.speaker != null || draft.horizon !== undefined
    const speaker = asked ? await requireSpeaker(tx, scopeOf(before), draft.speaker ?? before, horizon) : {}
    const goesOn = on && before.on && draft.timing == null
    const nextAt = goesOn ? before.nextAt : on ? nextDue(timing, now) : null
    const changed = await saveSchedule(tx, id, { ...speaker, timing, on, nextAt })
    await announce(tx, [scheduleChanged(changed)], now)
    return changed
  })

/** From the commit on nobody finds it; the forecasts it had made go with it. Throws SCHEDULE_NOT_FOUND. */
export const deleteSchedule = (app: ScheduleApp, id: number): Promise<Schedule> =>
  transaction(app.db, async tx => {
    const before = await lockSchedule(tx, id)
    await saveSchedule(tx, id, { on: false, nextAt: null, doomed: true })
    await announce(tx, [scheduleChanged(before)], app.clock())
    return before
  })

/** A run that waits for a worker from now on, whenever it is due next. Throws SCHEDULE_NOT_FOUND, UNDER_WAY. */
export const runScheduleNow = (
  app: ScheduleApp & { readonly queue: Pick<Queue, 'send'> },
  id: number,
): Promise<ScheduleRun> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const schedule = await lockSchedule(tx, id)
    const underWay = (await runsUnderWay(tx, [id])).has(id)
    const run = underWay ? null : await insertRun(tx, { scheduleId: id, dueAt: now, asked: true, state: 'waiting' })
    if (run === null)
      throw new Fault('UNDER_WAY', 'a run of this schedule is under way: ask again when it has ended, which it says')
    await app.queue.send(tx, 'forecast', { runId: run.id })
    await announce(tx, [scheduleChanged(schedule, run.id)], now)
    return run
  })

async function requireSpeaker(
  tx: Db,
  scope: Scope,
  { forecaster = null, versionId = null }: ScheduledSpeaker,
  horizon: number | null,
): Promise<Pick<Schedule, 'forecaster' | 'versionId' | 'horizon'>> {
  requestForecast({ forecaster, versionId, horizon })
  if (forecaster === null && versionId === null) return { forecaster, versionId, horizon }
  const [series] = 'seriesId' in scope ? await findSeriesByIds(tx, [scope.seriesId]) : []
  await speakerOf(tx, { role: 'forecast', versionId, kind: forecaster }, scope, series ?? null)
  if (versionId !== null && horizon !== null) {
    const { horizon: most } = await requireVersion(tx, versionId)
    if (most !== null && horizon > most)
      throw new Fault('HORIZON_TOO_LONG', `this version makes up to ${most} steps, not ${horizon}`)
  }
  return { forecaster, versionId, horizon }
}

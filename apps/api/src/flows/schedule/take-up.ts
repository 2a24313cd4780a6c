import { Fault, type FaultCode } from '@seriema/domain/fault'
import { unfinishedRunStates } from '@seriema/domain/schedule'
import { mostAttempts } from '@seriema/domain/training'
import type { Core } from '../../core.ts'
import { scheduleChanged } from '../../events/kinds/schedule.ts'
import { announce } from '../../events/log.ts'
import { type Db, transaction } from '../../store/database.ts'
import { changeRun, lockRun, type RunChanges, type ScheduleRun } from '../../store/schedule/run.ts'
import { findSchedules, type Schedule } from '../../store/schedule.ts'

export type TakenApp = Pick<Core, 'db' | 'clock'>

/** A run in the hands of a worker. */
export interface Taken {
  readonly run: ScheduleRun
  readonly schedule: Schedule
}

/** Why a worker lets go of a run: another has taken it up, or it is gone with its schedule. */
export const noLongerOurs = new Error('this run is no longer in the hands of this worker')

/** null where there is nothing to do: it has ended, it is gone, or it was taken up too often and has failed now. */
export const takeUpRun = (app: TakenApp, id: number): Promise<Taken | null> =>
  transaction(app.db, async tx => {
    const before = await lockRun(tx, id)
    if (before === null || !unfinishedRunStates.includes(before.state)) return null
    const now = app.clock()
    const [schedule] = await findSchedules(tx, [before.scheduleId])
    if (schedule === undefined) {
      const gone = { failureCode: 'SCHEDULE_NOT_FOUND', failure: 'it was deleted, or its series was' }
      await changeRun(tx, id, { state: 'failed', ...gone, endedAt: now })
      return null
    }
    const givenUp = before.attempt >= mostAttempts
    const failure = `its worker ended ${mostAttempts} times before it was through: the logs of the workers say more`
    const run = givenUp
      ? await changeRun(tx, id, { state: 'failed', failureCode: null, failure, endedAt: now })
      : await changeRun(tx, id, {
          state: 'running',
          attempt: before.attempt + 1,
          startedAt: before.startedAt ?? now,
          ...{ failed: 0, failureCode: null, failure: null },
        })
    await announce(tx, [scheduleChanged(schedule, id)], now)
    return givenUp ? null : { run, schedule }
  })

/** A run as it is, to the end of the transaction in nobody else's hands. Throws `noLongerOurs`. */
export async function holdRun(tx: Db, { run }: Taken): Promise<ScheduleRun> {
  const now = await lockRun(tx, run.id)
  if (now === null || now.state !== 'running' || now.attempt !== run.attempt) throw noLongerOurs
  return now
}

/** The end of a run. Throws `noLongerOurs`. */
export const endRun = (
  app: TakenApp,
  taken: Taken,
  changes: (now: ScheduleRun) => RunChanges & Pick<ScheduleRun, 'state'>,
): Promise<void> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    await changeRun(tx, taken.run.id, { ...changes(await holdRun(tx, taken)), endedAt: now })
    await announce(tx, [scheduleChanged(taken.schedule, taken.run.id)], now)
  })

/** How a run says why a series could not be forecast. */
export const failureOf = (error: Error): { readonly failureCode: FaultCode | null; readonly failure: string } =>
  error instanceof Fault
    ? { failureCode: error.code, failure: error.message }
    : { failureCode: null, failure: 'something went wrong on the server: the log says more' }

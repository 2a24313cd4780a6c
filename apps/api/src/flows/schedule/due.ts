import { takeTurn } from '@seriema/domain/schedule'
import type { Core } from '../../core.ts'
import { scheduleChanged } from '../../events/kinds/schedule.ts'
import { announce } from '../../events/log.ts'
import { transaction } from '../../store/database.ts'
import type { Queue } from '../../store/queue.ts'
import { insertRun, runsUnderWay, type ScheduleRun } from '../../store/schedule/run.ts'
import { lockDue, saveSchedule } from '../../store/schedule.ts'

export type DueApp = Pick<Core, 'db' | 'clock'> & { readonly queue: Pick<Queue, 'send'> }

/** Schedules taken by one transaction. */
const atOnce = 100

/**
 * Begins a run of schedules that are due: by one process each, however many look at once, with what was missed caught up
 * by that one. Where the run before is still under way, this one is skipped, and says so. Whether there may be more.
 */
export const beginDue = (app: DueApp): Promise<boolean> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const due = await lockDue(tx, now, atOnce)
    if (due.length === 0) return false
    const underWay = await runsUnderWay(
      tx,
      due.map(({ id }) => id),
    )
    const news = []
    for (const schedule of due) {
      const { nextAt, ...turn } = takeTurn(schedule.timing, schedule.nextAt!, now)
      const before = underWay.get(schedule.id)
      const state = before === undefined ? ({ state: 'waiting' } as const) : skippedFor(before, now)
      const run = await insertRun(tx, { scheduleId: schedule.id, asked: false, ...turn, ...state })
      await saveSchedule(tx, schedule.id, { nextAt })
      if (run === null) continue
      if (run.state === 'waiting') await app.queue.send(tx, 'forecast', { runId: run.id })
      news.push(scheduleChanged(schedule, run.id))
    }
    await announce(tx, news, now)
    return due.length === atOnce
  })

const skippedFor = ({ dueAt }: ScheduleRun, now: number) => ({
  state: 'skipped' as const,
  failureCode: 'UNDER_WAY',
  failure: `the run of ${new Date(dueAt).toISOString()} was still under way: let it run less often, or of fewer series`,
  endedAt: now,
})

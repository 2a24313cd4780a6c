import { and, eq, inArray, lt, notExists, type SQL } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { forecast } from '../tables/forecast.ts'
import { schedule, scheduleRun } from '../tables/schedule.ts'

/** Forecasts removed at once: what keeps a transaction, and the log of the database, short. */
const rowsAtOnce = 5_000

/**
 * Removes some of what belongs to one run that was due before an instant (epoch milliseconds) or whose schedule is
 * deleted, at last the run itself. false where there was none that nobody else was at.
 */
export async function forgetSomeRuns(tx: Db, before: number): Promise<boolean> {
  const doomed = tx.query.select({ id: schedule.id }).from(schedule).where(and(schedule.doomed))
  const run =
    (await lockOne(tx, lt(scheduleRun.dueAt, before))) ?? (await lockOne(tx, inArray(scheduleRun.scheduleId, doomed)))
  if (run === null) return false
  const some = tx.query.select({ id: forecast.id }).from(forecast).where(eq(forecast.runId, run.id)).limit(rowsAtOnce)
  const removed = await tx.query.delete(forecast).where(inArray(forecast.id, some)).returning({ id: forecast.id })
  if (removed.length < rowsAtOnce) await tx.query.delete(scheduleRun).where(eq(scheduleRun.id, run.id))
  return true
}

async function lockOne({ query }: Db, which: SQL): Promise<{ readonly id: number } | null> {
  const [run] = await query
    .select({ id: scheduleRun.id })
    .from(scheduleRun)
    .where(which)
    .limit(1)
    .for('update', { skipLocked: true })
  return run ?? null
}

/** Removes deleted schedules of which no run is left. */
export async function forgetSchedules({ query }: Db): Promise<void> {
  const runs = query.select({ id: scheduleRun.id }).from(scheduleRun).where(eq(scheduleRun.scheduleId, schedule.id))
  await query.delete(schedule).where(and(schedule.doomed, notExists(runs)))
}

import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { forgetSchedules, forgetSomeRuns } from '../../store/schedule/forget.ts'

/** Milliseconds that runs are kept with what they forecast: a year beside the same season of the next. */
export const runsKept = 400 * 86_400_000

/** Removes runs that are too old and what is left of deleted schedules, in short transactions. */
export async function forgetRuns(app: Pick<Core, 'db' | 'clock'>, signal: AbortSignal): Promise<void> {
  const before = app.clock() - runsKept
  while (!signal.aborted && (await transaction(app.db, tx => forgetSomeRuns(tx, before))));
  await forgetSchedules(app.db)
}

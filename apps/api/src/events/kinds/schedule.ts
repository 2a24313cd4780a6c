import { findWithRuns, type ScheduleRun } from '../../store/schedule/run.ts'
import type { Schedule } from '../../store/schedule.ts'
import type { Series } from '../../store/series.ts'
import type { KindOfEvent } from './contract.ts'

interface Subject {
  readonly scheduleId: number
  /** Of the run that was begun, came on or ended; null: the schedule itself was made, changed or deleted. */
  readonly runId: number | null
}

interface Found {
  /** As it is by now; null where it is deleted. */
  readonly schedule: Schedule | null
  readonly run: ScheduleRun | null
  /** null where it is for a group. */
  readonly series: Series | null
}

export const schedule: KindOfEvent<'schedule', Subject, Found> = {
  kind: 'schedule',
  weight: () => 1,
  size: () => 2,
  async load(db, events) {
    const ids = [...new Set(events.map(({ scheduleId }) => scheduleId))]
    const runIds = [...new Set(events.flatMap(({ runId }) => runId ?? []))]
    const found = ids.length === 0 ? [] : await findWithRuns(db, ids, runIds)
    const schedules = new Map(found.map(one => [one.schedule.id, one.schedule]))
    const runs = new Map(found.flatMap(({ run }) => (run === null ? [] : [[run.id, run]])))
    return (event, series) => {
      const run = event.runId === null ? null : (runs.get(event.runId) ?? null)
      const gone = (event.seriesId !== null && series === null) || (event.runId !== null && run === null)
      return gone ? null : { kind: 'schedule', event, series, schedule: schedules.get(event.scheduleId) ?? null, run }
    }
  },
}

/** A schedule was made, changed or deleted, or a run of it begins, comes on or ends. */
export const scheduleChanged = ({ id, seriesId }: Pick<Schedule, 'id' | 'seriesId'>, runId: number | null = null) => ({
  kind: schedule.kind,
  seriesId,
  scheduleId: id,
  runId,
})

import { unfinishedStates } from '@seriema/domain/training'
import type { Db } from '../database.ts'

/** Trainings that wait for a worker, and that workers have in hand. */
export interface TrainingLoad {
  readonly waiting: number
  readonly underWay: number
}

export async function readTrainingLoad({ sql }: Db): Promise<TrainingLoad> {
  const [row] = await sql<TrainingLoad[]>`
    select count(*) filter (where state = 'queued')::int as waiting,
      count(*) filter (where state <> 'queued')::int as "underWay"
    from trainings where state = any(${sql.array([...unfinishedStates], 25)})`
  return row!
}

/** How long trainings took, in milliseconds. */
export interface TrainingTimes {
  /** Of how many: the last 1,024 that made a version. */
  readonly count: number
  /** null where there was none. */
  readonly mean: number | null
  readonly p95: number | null
}

const lately = 1_024

/** From when the first worker took it up, of trainings in all processes. */
export async function summariseTrainings({ sql }: Db): Promise<TrainingTimes> {
  const [row] = await sql<TrainingTimes[]>`
    select count(*)::int as count, avg(took)::float8 as mean,
      percentile_cont(0.95) within group (order by took)::float8 as p95
    from (select extract(epoch from finished_at - started_at)::float8 * 1000 as took from trainings
      where state = 'completed' order by id desc limit ${lately}) t`
  return row!
}

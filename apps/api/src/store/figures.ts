import type { Tally } from '@seriema/domain/rollout/tally'
import { type TrainingState, unfinishedStates } from '@seriema/domain/training'
import type { Db } from './database.ts'
import { queueSchema } from './queue.ts'

interface StateCount {
  readonly state: string
  readonly count: number
}

/** Trainings that have not ended, by state; states in which there are none are left out. */
export const countTrainings = async ({ sql }: Db): Promise<readonly StateCount[]> => sql<StateCount[]>`
  select state, count(*)::int as count from trainings
  where state = any(${sql.array([...unfinishedStates], 25)}) group by state`

/** Deliveries that are not over as they should be, by state. */
export const countDeliveries = async ({ sql }: Db): Promise<readonly StateCount[]> => sql<StateCount[]>`
  select state, count(*)::int as count from deliveries where state in ('waiting', 'dead') group by state`
/** Schedules whose run nobody has begun so long (milliseconds) after they were due. `now`: epoch milliseconds. */
export async function countOverdue({ sql }: Db, now: number, after: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from schedules c
    where c.on and not c.doomed and c.next_at < ${new Date(now - after).toISOString()}
      and not exists (select from series s where s.id = c.series_id and s.deleted_at is not null)`
  return row!.count
}

/** Jobs that wait or are in hand, by queue and state as pg-boss calls it: created, retry, active. */
export const countJobs = async ({ sql }: Db): Promise<readonly (StateCount & { readonly queue: string })[]> =>
  sql.unsafe(`select name as queue, state::text as state, count(*)::int as count from ${queueSchema}.job
  where state < 'completed' group by name, state`)

/** Connections of Seriema's processes to this database, by state as PostgreSQL calls it, and how many it takes in all. */
export const countConnections = async ({
  sql,
}: Db): Promise<readonly (StateCount & { readonly most: number })[]> => sql<(StateCount & { most: number })[]>`
  select coalesce(state, 'unknown') as state, count(*)::int as count, current_setting('max_connections')::int as most
  from pg_stat_activity where datname = current_database() and application_name like 'seriema%' group by state`

/** A training that has ended; instants in epoch milliseconds. */
export interface EndedTraining {
  readonly id: number
  readonly kind: string
  readonly state: TrainingState
  /** null: it was ended before a worker took it up. */
  readonly startedAt: number | null
  readonly finishedAt: number
}

/** Those that ended after an instant (epoch milliseconds), the first to end first; as many as are told at once. */
export const trainingsEndedAfter = async ({ sql }: Db, instant: number): Promise<readonly EndedTraining[]> => sql<
  EndedTraining[]
>`
  select t.id, m.kind, t.state, (extract(epoch from t.started_at) * 1000)::float8 as "startedAt",
    (extract(epoch from t.finished_at) * 1000)::float8 as "finishedAt"
  from trainings t join models m on m.id = t.model_id
  where t.finished_at > ${new Date(instant).toISOString()} order by t.finished_at limit 10000`

/** A shadow or canary, with what was seen of it; `scope`: key of the series or name of the group. */
export interface Tried {
  readonly scope: string
  readonly role: string
  readonly slot: string
  readonly kind: string
  readonly version: string
  readonly share: number
  /** null: nothing yet. */
  readonly tally: Tally | null
}

/** The newest shadows and canaries. */
export const findTried = async ({ sql }: Db, most: number): Promise<readonly Tried[]> => sql<Tried[]>`
  select coalesce(s.key, g.name) as scope, d.role, d.slot, d.kind, coalesce(d.version_id::text, '') as version,
    d.share, c.tally
  from deployments d left join series s on s.id = d.series_id left join groups g on g.id = d.group_id
    left join rollout_comparisons c on c.deployment_id = d.id
  where d.slot <> 'active' and s.deleted_at is null order by d.since desc limit ${most}`

/** A version as it is named in figures; `took`: milliseconds of its training, null where it was brought in. */
export interface NamedVersion {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly role: string
  readonly scope: string
  readonly took: number | null
}

/** Those of these ids that exist, and so many made last. */
export const nameVersions = async (
  { sql }: Db,
  ids: readonly number[],
  most: number,
): Promise<readonly NamedVersion[]> => sql<NamedVersion[]>`
  select v.id, 'v' || v.number as name, v.kind, v.role, coalesce(s.key, g.name) as scope, v.took
  from versions v left join series s on s.id = v.series_id left join groups g on g.id = v.group_id
  where v.id = any(${sql.array([...ids], 23)}) or v.id in (select id from versions order by id desc limit ${most})`

/** Trainings of a series' own models that completed or failed in a stretch, the first to end first; why, where they failed. */
export const trainingsOfSeriesEnded = async (
  { sql }: Db,
  seriesId: number,
  from: number,
  to: number,
): Promise<readonly { readonly at: number; readonly failure: string | null }[]> => sql<
  { at: number; failure: string | null }[]
>`
  select (extract(epoch from t.finished_at) * 1000)::float8 as at,
    case when t.state = 'failed' then coalesce(t.failure, '') end as failure
  from trainings t join models m on m.id = t.model_id
  where m.series_id = ${seriesId} and t.state in ('completed', 'failed')
    and t.finished_at >= ${new Date(from).toISOString()} and t.finished_at < ${new Date(to).toISOString()}
  order by t.finished_at limit 10000`

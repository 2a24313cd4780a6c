import type { Db } from './database.ts'

/** How what Seriema stands on is. */
export interface Vitals {
  /** Trainings that wait for a worker, and for how many milliseconds the first of them has. */
  readonly waiting: number
  readonly oldestWaiting: number
  /** Milliseconds a smallest query took, there and back. */
  readonly latency: number
  /** Share of the connections that the database takes which are in use, in [0, 1]. */
  readonly connections: number
}

/** Throws while the database is away. `now`: epoch milliseconds. */
export async function readVitals({ sql }: Db, now: number): Promise<Vitals> {
  const asked = performance.now()
  await sql`select 1`
  const latency = performance.now() - asked
  const [row] = await sql<{ waiting: number; oldest: number | null; connections: number }[]>`
    select count(*)::int as waiting, date_part('epoch', min(requested_at)) * 1000 as oldest,
      (select count(*) from pg_stat_activity where backend_type = 'client backend')::float8
        / current_setting('max_connections')::float8 as connections
    from trainings where state = 'queued'`
  const { waiting, oldest, connections } = row!
  return { waiting, oldestWaiting: oldest === null ? 0 : Math.max(0, now - oldest), latency, connections }
}

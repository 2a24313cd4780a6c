import type { Db } from '../database.ts'

/** Series that an alert is about. */
export interface AlertSubject {
  /** All that were part of it, and keys of the first of them. */
  readonly count: number
  readonly keys: readonly string[]
  readonly firstId: number
}

/** Keys that are told at most. */
const toldAtMost = 100

/** Of each of these alerts, by one statement; those that are about no series are left out. */
export async function subjectsOfAlerts({ sql }: Db, alertIds: readonly number[]): Promise<Map<number, AlertSubject>> {
  const rows = await sql<{ id: number; count: number; keys: string[]; first: number }[]>`
    select a.alert_id as id, count(*)::int as count, (array_agg(a.series_id order by a.since, a.series_id))[1] as first,
      (array_agg(s.key order by a.since, a.series_id))[1:${toldAtMost}] as keys
    from alert_series a join series s on s.id = a.series_id
    where a.alert_id = any(${sql.array([...alertIds], 23)}) group by a.alert_id`
  return new Map(rows.map(({ id, count, keys, first }) => [id, { count, keys, firstId: first }]))
}

import type { Db } from './database.ts'
import { statements } from './database.ts'

/** Milliseconds an event is kept: a cursor older than this has expired. */
export const eventRetention = 7 * 86_400_000

/** Deletes what is past its time; safe to run in several processes at once. `now` in epoch milliseconds. */
export async function tidy(db: Db, now: number): Promise<void> {
  const sql = statements(db)
  await sql`delete from events where happened_at < to_timestamp(${(now - eventRetention) / 1_000}::float8)`
}

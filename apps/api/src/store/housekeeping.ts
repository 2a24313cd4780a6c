import type { Db } from './database.ts'
import { pruneEvents } from './events.ts'

/** Deletes what is past its time; safe to run in several processes at once. `now` in epoch milliseconds. */
export async function tidy(db: Db, now: number): Promise<void> {
  await pruneEvents(db, now)
}

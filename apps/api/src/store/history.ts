import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Db } from './database.ts'

/** `from` inclusive, `to` exclusive, epoch milliseconds; null: without end. */
export interface HistorySpan {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

/** Entries of a history that are read at once, the newest of them. */
export const historyAtMost = 5_000

/** What is kept of series over time, an entry an instant. */
type History = PgTable & { readonly seriesId: PgColumn; readonly at: PgColumn }

/** Entries of a series within a span. */
export const ofSpan = (history: History, seriesId: number, { from, to }: HistorySpan): SQL | undefined =>
  and(
    eq(history.seriesId, seriesId),
    from == null ? undefined : gte(history.at, from),
    to == null ? undefined : lt(history.at, to),
  )

/** What was kept before an instant goes, so many entries at most. Whether there may be more. */
export async function forgetBefore({ query }: Db, history: History, before: number, most: number): Promise<boolean> {
  const gone = await query.execute(sql`delete from ${history} where ctid = any(array(
    select ctid from ${history} where at < ${new Date(before).toISOString()}::timestamptz limit ${most})) returning 1`)
  return gone.length === most
}

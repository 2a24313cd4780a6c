import type { Pattern } from '@seriema/domain/suppression'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { ofSeriesThere } from './series/deleted.ts'
import { series } from './tables/series.ts'
import { suppression as table } from './tables/suppression.ts'

/** What is not raised in a series any more. Instants in epoch milliseconds. */
export interface Suppression extends Pattern {
  readonly id: number
  readonly seriesId: number
  /** Instant of the anomaly that was called false. */
  readonly like: number
  readonly madeAt: number
  readonly by: string | null
}

const { channel, direction, atMost, time, minute } = table

/** What is not raised in a series, as its row is read: null where everything is. */
export const ownSuppressions: SQL<readonly Pattern[] | null> = sql`${sql`(
  select jsonb_agg(jsonb_build_object('channel', ${channel}, 'direction', ${direction}, 'atMost', ${atMost},
    'time', ${time}, 'minute', ${minute}) order by ${table.id})
  from ${table} where ${table.seriesId} = ${series.id})`}`

export async function insertSuppression(
  tx: Db,
  { by, ...row }: Omit<Suppression, 'id' | 'madeAt'>,
  now: number,
): Promise<Suppression> {
  const [made] = await tx.query
    .insert(table)
    .values({ ...row, by, madeAt: now })
    .returning()
  return made!
}

/** Those that exist, in no particular order. */
export const findSuppressions = async ({ query }: Db, ids: readonly number[]): Promise<Suppression[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofSeriesThere(table.seriesId)))

/** Of each of these series, the oldest first. */
export async function suppressionsOf({ query }: Db, seriesIds: readonly number[]): Promise<Map<number, Suppression[]>> {
  const rows = await query
    .select()
    .from(table)
    .where(and(anyOf(table.seriesId, seriesIds), ofSeriesThere(table.seriesId)))
    .orderBy(asc(table.id))
  return Map.groupBy(rows, row => row.seriesId)
}

/** Whether there was one. */
export async function deleteSuppression(tx: Db, id: number): Promise<boolean> {
  const gone = await tx.query.delete(table).where(eq(table.id, id)).returning({ id: table.id })
  return gone.length > 0
}

/** Takes back those of some channels of a series. */
export async function forgetSuppressions(tx: Db, seriesId: number, channels: readonly number[]): Promise<void> {
  await tx.query.delete(table).where(and(eq(table.seriesId, seriesId), anyOf(table.channel, channels)))
}

import type { Finding } from '@seriema/domain/anomaly'
import type { Difference } from '@seriema/domain/rescore'
import { and, asc, eq, gt, lte } from 'drizzle-orm'
import type { StoredAnomaly } from '../anomaly.ts'
import { insertAnomalies } from '../anomaly.ts'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import { updateAll } from '../insert-all.ts'
import { anomaly as table } from '../tables/anomaly.ts'

/** Those of a series after one instant and up to another (epoch milliseconds; null: from the first), by instant and channel. */
export const readAnomalies = async (
  { query }: Db,
  seriesId: number,
  after: number | null,
  to: number,
): Promise<readonly StoredAnomaly[]> =>
  query
    .select()
    .from(table)
    .where(and(eq(table.seriesId, seriesId), after === null ? undefined : gt(table.at, after), lte(table.at, to)))
    .orderBy(asc(table.at), asc(table.channel), asc(table.id))

/** Those that stay keep id and instant of finding, and say what was found now. Returns those that come. */
export async function changeAnomalies(
  tx: Db,
  seriesId: number,
  { stays, goes, comes }: Difference<StoredAnomaly, Finding>,
  now: number,
): Promise<StoredAnomaly[]> {
  const changed = stays
    .map(({ kept, found }) => ({ ...kept, ...found }))
    .filter((one, i) => !alike(stays[i]!.kept, one))
  const ids = goes.map(({ id }) => id)
  const [, , come] = await Promise.all([
    updateAll(tx, table, changed),
    ids.length === 0 ? null : tx.query.delete(table).where(anyOf(table.id, ids)),
    insertAnomalies(
      tx,
      comes.map(finding => ({ ...finding, seriesId })),
      now,
    ),
  ])
  return come
}

const alike = (a: StoredAnomaly, b: StoredAnomaly): boolean =>
  (Object.keys(a) as (keyof StoredAnomaly)[]).every(name => Object.is(a[name], b[name]))

import { asc, eq } from 'drizzle-orm'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'
import { accuracy, accuracyCompared, accuracyProgress } from '../tables/accuracy.ts'
import { series } from '../tables/series.ts'
import { addCells, type Cell } from './cells.ts'
import { type Compared, forgetBefore, keepCompared, written } from './compared.ts'

/** What came of comparing the new points of a series. */
export interface Comparison {
  readonly seriesId: number
  /** That on which it was worked out; null: there were no sums. */
  readonly revision: number | null
  /** Arrival number of the last point compared. */
  readonly seq: number
  readonly centres: readonly number[]
  /** What is to be added. */
  readonly cells: readonly Cell[]
  readonly compared: readonly Compared[]
  /** What was compared before this instant is no longer kept. */
  readonly keepFrom: number
}

/**
 * Adds what was compared, with where each series stands now: one transaction. Of a series of which somebody else was first,
 * and of one that is gone, nothing is added. Returns the series of which it was.
 */
export async function keepComparisons(tx: Db, all: readonly Comparison[]): Promise<ReadonlySet<number>> {
  const ours = await advance(tx, all)
  const kept = all.filter(one => ours.has(one.seriesId))
  await addCells(
    tx,
    kept.flatMap(one => one.cells),
  )
  await Promise.all([
    keepCompared(
      tx,
      kept.flatMap(one => one.compared),
    ),
    forgetBefore(tx, kept),
  ])
  return ours
}

/** Those on whose sums nobody worked meanwhile; nobody does before the end of the transaction. */
async function advance(tx: Db, all: readonly Comparison[]): Promise<ReadonlySet<number>> {
  const ids = all.map(one => one.seriesId)
  // The series first, as whoever deletes one does, or the two could wait for each other.
  const there = await tx.query
    .select({ id: series.id })
    .from(series)
    .where(anyOf(series.id, ids))
    .orderBy(asc(series.id))
    .for('key share')
  const present = new Set(there.map(one => one.id))
  const first = all.filter(one => one.revision === null && present.has(one.seriesId)).map(one => one.seriesId)
  const made = await tx.sql<{ series_id: number }[]>`
    insert into accuracy_progress (series_id, seq, revision, centres)
    select id, 0, 0, '{}' from unnest(${tx.sql.array(
      first.sort((a, b) => a - b),
      23,
    )}::int[]) id
    on conflict do nothing returning series_id`
  const own = new Set(made.map(row => row.series_id))
  const locked = await tx.query
    .select({ id: accuracyProgress.seriesId, revision: accuracyProgress.revision })
    .from(accuracyProgress)
    .where(anyOf(accuracyProgress.seriesId, ids))
    .orderBy(asc(accuracyProgress.seriesId))
    .for('update')
  const revisions = new Map(locked.map(one => [one.id, one.revision]))
  const ours = all.filter(({ seriesId, revision }) =>
    revision === null ? own.has(seriesId) : revisions.get(seriesId) === revision,
  )
  const rows = ours.map(({ seriesId, seq, centres }) => ({ id: seriesId, seq, centres: centres.map(written) }))
  await tx.sql`
    update accuracy_progress p set seq = r.seq, revision = p.revision + 1, centres = r.centres
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id int, seq int8, centres float8[])
    where p.series_id = r.id`
  return new Set(ours.map(one => one.seriesId))
}

/**
 * For whoever changes the sums of a series beside its new points, and holds the series' lock: what deviations are from, null
 * where there are no sums. To the end of the transaction nobody else changes them, nor may what is being worked out now.
 */
export async function holdAccuracy({ sql }: Db, seriesId: number): Promise<readonly number[] | null> {
  const [progress] = await sql<{ centres: string }[]>`
    update accuracy_progress set revision = revision + 1 where series_id = ${seriesId}
    returning array_to_string(centres, ',') as centres`
  return progress === undefined ? null : [...numbers(progress.centres)]
}

/** All of a series: another thing is measured from now on. */
export async function forgetAccuracy({ query }: Db, seriesId: number): Promise<void> {
  await query.delete(accuracyProgress).where(eq(accuracyProgress.seriesId, seriesId))
  await query.delete(accuracy).where(eq(accuracy.seriesId, seriesId))
  await query.delete(accuracyCompared).where(eq(accuracyCompared.seriesId, seriesId))
}

import { type Drift, hasDrifted, worstOf } from '@seriema/domain/drift'
import type { DriftReference } from '@seriema/ml/drift/drift'
import type { PredictionWindows } from '@seriema/ml/drift/predictions'
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { forgetBefore, type HistorySpan, historyAtMost, ofSpan } from './history.ts'
import { ofSeriesThere, there } from './series/deleted.ts'
import { driftHistory as history, drift as table } from './tables/drift.ts'
import { series } from './tables/series.ts'

/** How far a series has drifted from what a speaker learnt. */
export interface StoredDrift extends Drift {
  readonly seriesId: number
  /** Who forecast it: a kind, and the version if it was one. */
  readonly kind: string
  readonly versionId: number | null
  /** From (inclusive) to (exclusive) of what it was held against, epoch milliseconds; null in its history. */
  readonly reference: { readonly from: number; readonly to: number } | null
}

/** What was found when a series was looked at last. */
export interface DriftState {
  readonly seriesId: number
  readonly kind: string
  readonly versionId: number | null
  /** null where its past says too little. */
  readonly reference: DriftReference | null
  /** What was forecast since it was taken; null where nothing was. */
  readonly predictions: PredictionWindows | null
  readonly drift: Drift | null
}

export const readDrift = ({
  seriesId,
  kind,
  versionId,
  reference,
  drift,
}: Omit<DriftState, 'predictions'>): StoredDrift => ({
  ...drift!,
  seriesId,
  kind,
  versionId,
  reference: reference === null ? null : { from: reference.from, to: reference.to },
})

/** Of each of these series as it was when last looked at; one of which too little is known is left out. */
export async function latestDrift({ query }: Db, seriesIds: readonly number[]): Promise<Map<number, StoredDrift>> {
  const rows = await query
    .select()
    .from(table)
    .where(and(anyOf(table.seriesId, seriesIds), ofSeriesThere(table.seriesId), isNotNull(table.drift)))
  return new Map(rows.map(row => [row.seriesId, readDrift(row)]))
}

/** Of a series over time, oldest first. */
export async function driftHistory({ query }: Db, seriesId: number, span: HistorySpan): Promise<StoredDrift[]> {
  const rows = await query
    .select()
    .from(history)
    .where(ofSpan(history, seriesId, span))
    .orderBy(sql`${history.at} desc`)
    .limit(historyAtMost)
  return rows.reverse().map(row => readDrift({ ...row, reference: null }))
}

/** What was found of these series, where they were looked at. */
export async function driftStates({ query }: Db, seriesIds: readonly number[]): Promise<Map<number, DriftState>> {
  const rows = await query.select().from(table).where(anyOf(table.seriesId, seriesIds))
  return new Map(rows.map(row => [row.seriesId, row]))
}

/** Which series to look at: never looked at, or due by `now`. */
export async function dueForDrift({ query }: Db, now: number, limit: number): Promise<number[]> {
  const rows = await query
    .select({ id: series.id })
    .from(series)
    .leftJoin(table, eq(table.seriesId, series.id))
    .where(
      and(
        there,
        sql`${series.pointCount} > 0`,
        sql`(${table.seriesId} is null or ${table.nextAt} <= ${new Date(now).toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(sql`${table.nextAt} nulls first`, asc(series.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export interface NewDrift extends DriftState {
  readonly checkedAt: number
  readonly nextAt: number
  /** Whether it is kept beside what was kept before. */
  readonly isKept: boolean
}

/** Instead of what was known of a series. */
export async function saveDrift(tx: Db, one: NewDrift): Promise<void> {
  const { seriesId, kind, versionId, reference, predictions, drift, checkedAt, nextAt, isKept } = one
  const row = {
    ...{ seriesId, kind, versionId, reference, predictions, drift, checkedAt, nextAt },
    drifted: drift !== null && hasDrifted(drift),
    worst: drift === null ? 0 : worstOf(drift),
  }
  const { seriesId: _, ...changes } = row
  await tx.query.insert(table).values(row).onConflictDoUpdate({ target: table.seriesId, set: changes })
  if (drift === null || !isKept) return
  const kept = { kind, versionId, drift }
  await tx.query
    .insert(history)
    .values({ seriesId, at: drift.at, ...kept })
    .onConflictDoUpdate({ target: [history.seriesId, history.at], set: kept })
}

/** Whoever looks next looks at this series. */
export async function lookAtDriftSoon({ query }: Db, seriesId: number, now: number): Promise<void> {
  await query.update(table).set({ nextAt: now }).where(eq(table.seriesId, seriesId))
}

/** What was kept before an instant goes, so many entries at most. Whether there may be more. */
export const forgetDrift = (db: Db, before: number, most: number): Promise<boolean> =>
  forgetBefore(db, history, before, most)

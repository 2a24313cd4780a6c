import { failingIn, type QualityResult, type QualityRule, qualityRules } from '@seriema/domain/quality'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { forgetBefore, type HistorySpan, historyAtMost, ofSpan } from './history.ts'
import { ofSeriesThere, there } from './series/deleted.ts'
import { qualityHistory as history, quality as table } from './tables/quality.ts'
import { series } from './tables/series.ts'

/** How good the points of a series were. Instants in epoch milliseconds. */
export interface Quality {
  readonly seriesId: number
  readonly at: number
  /** Milliseconds up to `at`, or up to the last point of an archive. */
  readonly window: number
  /** One a rule, in the order of `qualityRules`. */
  readonly results: readonly QualityResult[]
}

export const readQuality = ({ seriesId, at, window, results }: Quality): Quality => ({ seriesId, at, window, results })

/** Of each of these series as it was when last looked at; one that was not is left out. */
export async function latestQuality({ query }: Db, seriesIds: readonly number[]): Promise<Map<number, Quality>> {
  const rows = await query
    .select()
    .from(table)
    .where(and(anyOf(table.seriesId, seriesIds), ofSeriesThere(table.seriesId)))
  return new Map(rows.map(row => [row.seriesId, readQuality(row)]))
}

/** Of a series over time, oldest first. */
export async function qualityHistory({ query }: Db, seriesId: number, span: HistorySpan): Promise<Quality[]> {
  const rows = await query
    .select()
    .from(history)
    .where(ofSpan(history, seriesId, span))
    .orderBy(sql`${history.at} desc`)
    .limit(historyAtMost)
  return rows.reverse().map(readQuality)
}

/** Which series to look at: never looked at, or due by `now` with more points, or not for `silence` milliseconds. */
export async function dueForQuality({ query }: Db, now: number, silence: number, limit: number): Promise<number[]> {
  const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`
  const rows = await query
    .select({ id: series.id })
    .from(series)
    .leftJoin(table, eq(table.seriesId, series.id))
    .where(
      and(
        there,
        sql`${series.pointCount} > 0`,
        sql`(${table.seriesId} is null or (${table.nextAt} <= ${instant(now)}
          and (${table.seq} <> ${series.lastSeq} or ${table.at} <= ${instant(now - silence)})))`,
      ),
    )
    .orderBy(sql`${table.nextAt} nulls first`, asc(series.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export interface NewQuality extends Quality {
  readonly seq: number
  readonly nextAt: number
}

/** Instead of what was known of these series, and beside what was kept before; by one statement each. */
export async function saveQuality(tx: Db, all: readonly NewQuality[]): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(({ seriesId, at, window, results, seq, nextAt }) => ({
    series_id: seriesId,
    at: new Date(at).toISOString(),
    window,
    results,
    failing: failingIn(results),
    seq,
    next_at: new Date(nextAt).toISOString(),
  }))
  // A series may have gone meanwhile.
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) as r (series_id int, at timestamptz, "window" float8,
    results jsonb, failing int8, seq int8, next_at timestamptz)
    join ${series} on ${series.id} = r.series_id`
  await tx.query.execute(sql`
    insert into ${table} (series_id, at, "window", results, failing, seq, next_at)
    select r.* from ${given}
    on conflict (series_id) do update set at = excluded.at, "window" = excluded."window", results = excluded.results,
      failing = excluded.failing, seq = excluded.seq, next_at = excluded.next_at`)
  await tx.query.execute(sql`
    insert into ${history} (series_id, at, "window", results)
    select r.series_id, r.at, r."window", r.results from ${given}
    on conflict do nothing`)
}

/** Whoever looks next looks at this series. */
export async function lookAtQualitySoon({ query }: Db, seriesId: number, now: number): Promise<void> {
  await query.update(table).set({ nextAt: now, seq: -1 }).where(eq(table.seriesId, seriesId))
}

/** What was kept before an instant goes, so many entries at most. Whether there may be more. */
export const forgetQuality = (db: Db, before: number, most: number): Promise<boolean> =>
  forgetBefore(db, history, before, most)

/** How many series pass a rule, fail it, or cannot be said to do either. */
export interface RuleTally {
  readonly rule: QualityRule
  readonly passed: number
  readonly failed: number
  readonly unknown: number
}

/** Of the series that a condition on the table of series chooses; one never looked at is unknown. */
export async function tallyQuality({ query }: Db, which: SQL): Promise<readonly RuleTally[]> {
  const [rows, total] = await Promise.all([
    query.execute<{ rule: QualityRule; passed: number; failed: number }>(sql`
      select rule, count(*) filter (where r.passed)::int as passed, count(*) filter (where not r.passed)::int as failed
      from ${table} join ${series} on ${series.id} = ${table.seriesId},
        jsonb_to_recordset(${table.results}) r (rule text, passed bool)
      where ${which} group by rule`),
    query.$count(series, which),
  ])
  return qualityRules.map(rule => {
    const { passed = 0, failed = 0 } = rows.find(row => row.rule === rule) ?? {}
    return { rule, passed, failed, unknown: total - passed - failed }
  })
}

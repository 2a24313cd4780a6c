import type { Forecast, ForecasterKind } from '@seriema/domain/forecast'
import { after, type Step } from '@seriema/domain/step'
import { and, asc, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { insertAll } from './insert-all.ts'
import { ofSeriesThere } from './series/deleted.ts'
import type { Series } from './series.ts'
import type { StoredChannelForecast } from './tables/forecast.ts'
import { forecast as table } from './tables/forecast.ts'

export interface StoredForecast extends Forecast {
  readonly id: number
  readonly seriesId: number
  /** Arrival number of the last point known when it was made. */
  readonly originSeq: number
  /** The forecaster asked for by the caller or set for the series; null: the best that could serve. */
  readonly asked: ForecasterKind | null
  /** Of the schedule that had it made; null: a series that went on, or somebody who asked. */
  readonly runId: number | null
}

/** A forecast that was made from `series` as it was then, so `series.lastSeq` is what it knew. */
export interface NewForecast {
  readonly series: Pick<Series, 'id' | 'lastSeq'>
  readonly asked: ForecasterKind | null
  readonly made: Forecast
  /** Of the schedule that had it made [none]. */
  readonly runId?: number | null
}

/** By one statement, however many. Returns them in the order given. */
export async function saveForecasts(tx: Db, all: readonly NewForecast[]): Promise<StoredForecast[]> {
  const ids = await insertAll(tx, table, all.map(toRow))
  return all.map(({ series, asked, made, runId = null }, i) => ({
    ...made,
    asked,
    runId,
    id: ids[i]!,
    seriesId: series.id,
    originSeq: series.lastSeq,
  }))
}

const toRow = ({ series, asked, made, runId = null }: NewForecast): Omit<typeof table.$inferSelect, 'id'> => {
  const { times, channels, candidates, step, ...rest } = made
  return {
    ...rest,
    asked,
    runId,
    candidates: candidates.length > 0 ? candidates : null,
    step: step.unit === 'millisecond' ? null : step,
    seriesId: series.id,
    originSeq: series.lastSeq,
    horizon: times.length,
    channels: channels.map(({ mean, intervals }) => ({
      mean: Array.from(mean),
      intervals: intervals.map(({ level, lower, upper }) => ({
        level,
        lower: Array.from(lower),
        upper: Array.from(upper),
      })),
    })),
  }
}

/** Of a series, but for those that schedules had made: these are a history of their own. */
const unscheduled = (seriesId: number) => and(eq(table.seriesId, seriesId), isNull(table.runId))

/** The newest `count` of a series that no schedule had made, newest first. */
export async function recentForecasts(db: Db, seriesId: number, count: number): Promise<StoredForecast[]> {
  const rows = await db.query
    .select()
    .from(table)
    .where(unscheduled(seriesId))
    .orderBy(desc(table.origin), desc(table.id))
    .limit(count)
  return rows.map(readForecast)
}

/** What was expected at some origin, without its intervals. */
export interface StoredMeans {
  readonly forecaster: ForecasterKind
  readonly origin: number
  readonly interval: number
  /** `[channel][step]`. */
  readonly means: readonly Float64Array[]
}

/** The newest `count` of a series that kinds made unscheduled, oldest first: versions are calibrated by themselves. */
export async function recentMeans(db: Db, seriesId: number, count: number): Promise<StoredMeans[]> {
  const rows = await db.query
    .select({
      forecaster: table.forecaster,
      origin: table.origin,
      interval: table.interval,
      means: sql<(number | null)[][]>`jsonb_path_query_array(${table.channels}, '$[*].mean')`,
    })
    .from(table)
    .where(and(unscheduled(seriesId), isNull(table.versionId)))
    .orderBy(desc(table.origin), desc(table.id))
    .limit(count)
  return rows.reverse().map(row => ({ ...row, means: row.means.map(numbersOf) }))
}

/** Those made unscheduled from the series' points up to this arrival number and no more, newest first. */
export async function forecastsFrom(db: Db, seriesId: number, originSeq: number): Promise<StoredForecast[]> {
  return (await recentForecasts(db, seriesId, 8)).filter(one => one.originSeq === originSeq)
}

/** The newest unscheduled one of each of these series, where it was made from the points there are: what is older is not even read. */
export async function upToDateForecasts(
  { query }: Db,
  series: readonly Pick<Series, 'id' | 'lastSeq'>[],
): Promise<StoredForecast[]> {
  const ids = sql.param(series.map(({ id }) => id))
  const seqs = sql.param(series.map(({ lastSeq }) => lastSeq))
  const rows = await query
    .select()
    .from(table)
    .where(sql`${table.id} in (
    select newest.id from unnest(${ids}::int[], ${seqs}::int8[]) as s (id, seq) cross join lateral (
      select f.id, f.origin_seq from ${table} f where f.series_id = s.id and f.run_id is null
      order by f.origin desc, f.id desc limit 1) newest
    where newest.origin_seq = s.seq)`)
  return rows.map(readForecast)
}

/** The newest unscheduled one made from points before `at` (epoch milliseconds). */
export async function forecastBefore(db: Db, seriesId: number, at: number): Promise<StoredForecast | null> {
  const [row] = await db.query
    .select()
    .from(table)
    .where(and(unscheduled(seriesId), lt(table.origin, at)))
    .orderBy(desc(table.origin), desc(table.id))
    .limit(1)
  return row === undefined ? null : readForecast(row)
}

/** The origin of the first unscheduled one made from points up to `at` or later; null where there is none (epoch milliseconds). */
export async function nextOrigin(db: Db, seriesId: number, at: number): Promise<number | null> {
  const [row] = await db.query
    .select({ origin: table.origin })
    .from(table)
    .where(and(unscheduled(seriesId), gte(table.origin, at)))
    .orderBy(asc(table.origin))
    .limit(1)
  return row?.origin ?? null
}

/** Those that exist, in no particular order. */
export async function findForecasts(db: Db, ids: readonly number[]): Promise<StoredForecast[]> {
  const rows = await db.query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofSeriesThere(table.seriesId)))
  return rows.map(readForecast)
}

/** Takes back all of a series. */
export async function forgetForecasts(tx: Db, seriesId: number): Promise<void> {
  await tx.query.delete(table).where(eq(table.seriesId, seriesId))
}

/** Keeps the newest `keep` origins of each of these series, and what schedules had made. */
export async function trimForecasts(tx: Db, seriesIds: readonly number[], keep: number): Promise<void> {
  await tx.query.execute(sql`delete from ${table} using (
      select id, (select f.origin from ${table} f where f.series_id = s.id and f.run_id is null
        order by f.origin desc offset ${keep} limit 1) oldest
      from unnest(${sql.param(seriesIds)}::int[]) s(id)) past
    where ${table.seriesId} = past.id and ${table.runId} is null and ${table.origin} < past.oldest`)
}

/** A row as it was made. */
export function readForecast(row: typeof table.$inferSelect): StoredForecast {
  const { horizon, channels, ...rest } = row
  const step: Step = row.step ?? { unit: 'millisecond', count: row.interval }
  return {
    ...rest,
    step,
    candidates: row.candidates ?? [],
    times: Float64Array.from({ length: horizon }, (_, i) => after(step, row.origin, i + 1)),
    channels: channels.map(readChannel),
  }
}

const readChannel = ({ mean, intervals }: StoredChannelForecast) => ({
  mean: numbersOf(mean),
  intervals: intervals.map(({ level, lower, upper }) => ({ level, lower: numbersOf(lower), upper: numbersOf(upper) })),
})

/** JSON has no NaN: null stands for it. */
const numbersOf = (stored: readonly (number | null)[]): Float64Array =>
  Float64Array.from(stored, value => value ?? Number.NaN)

/** Forecasts of one stretch at most that are looked at. */
const madeAtMost = 5_000

/** Those of a series made in a stretch (`from` inclusive, `to` exclusive), in the order in which they were made. */
export async function forecastsMadeWithin(
  db: Db,
  seriesId: number,
  from: number,
  to: number,
): Promise<StoredForecast[]> {
  const rows = await db.query
    .select()
    .from(table)
    .where(and(eq(table.seriesId, seriesId), gte(table.madeAt, from), lt(table.madeAt, to)))
    .orderBy(asc(table.madeAt), asc(table.id))
    .limit(madeAtMost)
  return rows.map(readForecast)
}

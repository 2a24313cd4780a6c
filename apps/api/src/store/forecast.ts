import type { Forecast, ForecasterKind } from '@seriema/domain/forecast'
import { after, type Step } from '@seriema/domain/step'
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
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
}

/** `forecast` is made from `series` as it was then, so `series.lastSeq` is what it knew. */
export async function saveForecast(
  tx: Db,
  series: Series,
  asked: ForecasterKind | null,
  forecast: Forecast,
): Promise<StoredForecast> {
  const { times, channels, candidates, step, ...rest } = forecast
  const [row] = await tx.query
    .insert(table)
    .values({
      ...rest,
      asked,
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
    })
    .returning({ id: table.id })
  return { ...forecast, asked, id: row!.id, seriesId: series.id, originSeq: series.lastSeq }
}

/** The newest `count` of a series, newest first. */
export async function recentForecasts(db: Db, seriesId: number, count: number): Promise<StoredForecast[]> {
  const rows = await db.query
    .select()
    .from(table)
    .where(eq(table.seriesId, seriesId))
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

/** The newest `count` of a series, oldest first. */
export async function recentMeans(db: Db, seriesId: number, count: number): Promise<StoredMeans[]> {
  const rows = await db.query
    .select({
      forecaster: table.forecaster,
      origin: table.origin,
      interval: table.interval,
      means: sql<(number | null)[][]>`jsonb_path_query_array(${table.channels}, '$[*].mean')`,
    })
    .from(table)
    .where(eq(table.seriesId, seriesId))
    .orderBy(desc(table.origin), desc(table.id))
    .limit(count)
  return rows.reverse().map(row => ({ ...row, means: row.means.map(numbersOf) }))
}

/** Those made from the series' points up to this arrival number and no more, newest first. */
export async function forecastsFrom(db: Db, seriesId: number, originSeq: number): Promise<StoredForecast[]> {
  return (await recentForecasts(db, seriesId, 8)).filter(one => one.originSeq === originSeq)
}

/** The newest one made from points before `at` (epoch milliseconds). */
export async function forecastBefore(db: Db, seriesId: number, at: number): Promise<StoredForecast | null> {
  const [row] = await db.query
    .select()
    .from(table)
    .where(and(eq(table.seriesId, seriesId), lt(table.origin, at)))
    .orderBy(desc(table.origin), desc(table.id))
    .limit(1)
  return row === undefined ? null : readForecast(row)
}

/** The origin of the first one made from points up to `at` or later; null where there is none (epoch milliseconds). */
export async function nextOrigin(db: Db, seriesId: number, at: number): Promise<number | null> {
  const [row] = await db.query
    .select({ origin: table.origin })
    .from(table)
    .where(and(eq(table.seriesId, seriesId), gte(table.origin, at)))
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

/** Keeps the newest `keep` origins of a series. */
export async function trimForecasts(db: Db, seriesId: number, keep: number): Promise<void> {
  const ofSeries = eq(table.seriesId, seriesId)
  const oldest = db.query
    .select({ origin: table.origin })
    .from(table)
    .where(ofSeries)
    .orderBy(desc(table.origin))
    .offset(keep)
    .limit(1)
  await db.query.delete(table).where(and(ofSeries, lt(table.origin, oldest)))
}

function readForecast(row: typeof table.$inferSelect): StoredForecast {
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

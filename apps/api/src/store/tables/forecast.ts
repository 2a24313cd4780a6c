import type { ForecastCandidate, ForecasterKind } from '@seriema/domain/forecast'
import type { Step } from '@seriema/domain/step'
import { sql } from 'drizzle-orm'
import { bigint, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { scheduleRun } from './schedule.ts'
import { series } from './series.ts'

/** `channels[c].mean[h]`, `channels[c].intervals[l].lower[h]`: plain numbers, in the unit of the channel; null where nothing is said. */
export interface StoredChannelForecast {
  readonly mean: readonly (number | null)[]
  readonly intervals: readonly {
    readonly level: number
    readonly lower: readonly (number | null)[]
    readonly upper: readonly (number | null)[]
  }[]
}

/** Forecasts as they were made; never changed afterwards. `originSeq` is the last point known then. */
export const forecast = pgTable(
  'forecasts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    /** Of the schedule that had it made; null: a series that went on, or somebody who asked. */
    runId: bigint({ mode: 'number' }).references(() => scheduleRun.id, { onDelete: 'cascade' }),
    forecaster: text().$type<ForecasterKind>().notNull(),
    /** Of whichever version spoke, be it there still or not; null: a forecaster that needs none. */
    versionId: integer(),
    fallback: text(),
    forecasterReason: text().notNull(),
    /** What the forecaster was picked from; null where no backtest decided. */
    candidates: jsonb().$type<readonly ForecastCandidate[]>(),
    /** The forecaster asked for by the caller or set for the series; null: the best that could serve. */
    asked: text().$type<ForecasterKind>(),
    origin: instant().notNull(),
    originSeq: bigint({ mode: 'number' }).notNull(),
    madeAt: instant().notNull(),
    interval: doublePrecision().notNull(),
    /** null: `interval` milliseconds. */
    step: jsonb().$type<Step>(),
    season: integer().notNull(),
    horizon: integer().notNull(),
    channels: jsonb().$type<readonly StoredChannelForecast[]>().notNull(),
  },
  table => [
    index('forecasts_by_series').on(table.seriesId, table.origin),
    index('forecasts_unscheduled').on(table.seriesId, table.origin).where(sql`${table.runId} is null`),
    uniqueIndex('forecasts_by_run').on(table.runId, table.seriesId).where(sql`${table.runId} is not null`),
  ],
)

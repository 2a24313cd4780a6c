import type { AccuracySums } from '@seriema/domain/accuracy'
import type { ForecasterKind } from '@seriema/domain/forecast'
import { sql } from 'drizzle-orm'
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

const ofSeries = () =>
  integer()
    .notNull()
    .references(() => series.id, { onDelete: 'cascade' })

/** What forecasts of a series were off on a day, UTC: sums over pairs of what was forecast and what came. */
export const accuracy = pgTable(
  'accuracy',
  {
    seriesId: ofSeries(),
    /** When the day begins in which the values came. */
    day: instant().notNull(),
    channel: smallint().notNull(),
    /** The most steps ahead of those that are counted here. */
    lead: integer().notNull(),
    forecaster: text().$type<ForecasterKind>().notNull(),
    /** Of whichever version spoke, be it there still or not; null: a forecaster that needs none. */
    versionId: integer(),
    count: doublePrecision().notNull(),
    error: doublePrecision().notNull(),
    absolute: doublePrecision().notNull(),
    squared: doublePrecision().notNull(),
    relative: doublePrecision().notNull(),
    relativeCount: doublePrecision().notNull(),
    scaledError: doublePrecision().notNull(),
    seasonalChange: doublePrecision().notNull(),
    deviation: doublePrecision().notNull(),
    deviationSquared: doublePrecision().notNull(),
    coverage: jsonb().$type<AccuracySums['coverage']>().notNull(),
  },
  table => [
    uniqueIndex('accuracy_cells').on(
      table.seriesId,
      table.day,
      table.channel,
      table.lead,
      table.forecaster,
      sql`coalesce(${table.versionId}, 0)`,
    ),
    index('accuracy_by_day').on(table.day),
    index('accuracy_of_versions').on(table.versionId, table.day).where(sql`${table.versionId} is not null`),
  ],
)

/** Up to where the points of a series have been compared. The row is also the lock of its sums. */
export const accuracyProgress = pgTable('accuracy_progress', {
  seriesId: ofSeries().primaryKey(),
  /** Arrival number of the last point that was. */
  seq: bigint({ mode: 'number' }).notNull(),
  /** Grows whenever the sums change: who worked them out beside somebody else sees it. */
  revision: integer().notNull(),
  /** What deviations are from, a value of each channel; NaN until one came. */
  centres: doublePrecision().array().notNull(),
})

/** What the last points were compared with, so that it can be taken back where another value takes their place. */
export const accuracyCompared = pgTable(
  'accuracy_compared',
  {
    seriesId: ofSeries(),
    at: instant().notNull(),
    /** One per channel, as it is watched; NaN where it is missing. */
    actual: doublePrecision().array().notNull(),
    /** The forecasts, how many steps ahead each was, and what came a season of each before, one per channel. */
    forecasts: bigint({ mode: 'number' }).array().notNull(),
    steps: integer().array().notNull(),
    befores: doublePrecision().array().notNull(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.at] })],
)

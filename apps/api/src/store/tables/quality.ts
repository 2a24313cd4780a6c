import type { QualityResult } from '@seriema/domain/quality'
import { bigint, doublePrecision, index, integer, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** How good the points of a series were when they were last looked at. */
export const quality = pgTable(
  'quality',
  {
    seriesId: integer()
      .primaryKey()
      .references(() => series.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    /** Milliseconds. */
    window: doublePrecision().notNull(),
    results: jsonb().$type<readonly QualityResult[]>().notNull(),
    /** As large as a cursor may name. */
    failing: bigint({ mode: 'number' }).notNull(),
    /** The last arrival that was looked at, and when to look again if more came. */
    seq: bigint({ mode: 'number' }).notNull(),
    nextAt: instant().notNull(),
  },
  table => [index('quality_by_failing').on(table.failing, table.seriesId)],
)

/** The same over time. */
export const qualityHistory = pgTable(
  'quality_history',
  {
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    window: doublePrecision().notNull(),
    results: jsonb().$type<readonly QualityResult[]>().notNull(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.at] }), index('quality_history_by_time').on(table.at)],
)

import type { Drift } from '@seriema/domain/drift'
import type { DriftReference } from '@seriema/ml/drift/drift'
import type { PredictionWindows } from '@seriema/ml/drift/predictions'
import { sql } from 'drizzle-orm'
import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** What is known of how far a series has drifted; without a reference there is too little to say. */
export const drift = pgTable(
  'drift',
  {
    seriesId: integer()
      .primaryKey()
      .references(() => series.id, { onDelete: 'cascade' }),
    /** Who forecasts it, as a kind, and the version if one does: another is held against another past. */
    kind: text().notNull(),
    versionId: integer(),
    reference: jsonb().$type<DriftReference>(),
    predictions: jsonb().$type<PredictionWindows>(),
    drift: jsonb().$type<Drift>(),
    drifted: boolean().notNull(),
    /** Of the worst channel, PSI beside its limit. */
    worst: doublePrecision().notNull(),
    checkedAt: instant().notNull(),
    nextAt: instant().notNull(),
  },
  table => [index('drift_by_worst').on(table.worst, table.seriesId).where(sql`${table.drift} is not null`)],
)

/** The same over time. */
export const driftHistory = pgTable(
  'drift_history',
  {
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    kind: text().notNull(),
    versionId: integer(),
    drift: jsonb().$type<Drift>().notNull(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.at] }), index('drift_history_by_time').on(table.at)],
)

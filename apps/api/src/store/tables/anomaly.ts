import type { DetectorKind, Severity } from '@seriema/domain/anomaly'
import { bigint, boolean, doublePrecision, index, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

export const anomaly = pgTable(
  'anomalies',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    channel: smallint().notNull(),
    value: doublePrecision().notNull(),
    expected: doublePrecision().notNull(),
    lower: doublePrecision().notNull(),
    upper: doublePrecision().notNull(),
    score: doublePrecision().notNull(),
    severity: text().$type<Severity>().notNull(),
    detector: text().$type<DetectorKind>().notNull(),
    /** Of whichever version spoke, be it there still or not; null: a detector that was not trained. */
    versionId: integer(),
    fallback: text(),
    reason: text().notNull(),
    late: boolean().notNull(),
    alarm: boolean().notNull().default(true),
    foundAt: instant().notNull(),
  },
  table => [
    index('anomalies_by_series').on(table.seriesId, table.at),
    index('anomalies_by_time').on(table.at, table.id),
  ],
)

import type { Pattern, SuppressionTime } from '@seriema/domain/suppression'
import { doublePrecision, index, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** What is not raised in a series any more, since somebody called one like it false. */
export const suppression = pgTable(
  'suppressions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    channel: smallint().notNull(),
    direction: text().$type<Pattern['direction']>().notNull(),
    atMost: doublePrecision().notNull(),
    time: text().$type<SuppressionTime>().notNull(),
    minute: smallint(),
    /** Instant of the anomaly that was called false. */
    like: instant().notNull(),
    madeAt: instant().notNull(),
    /** Who asked for it; null where nobody is known. */
    by: text(),
  },
  table => [index('suppressions_of_series').on(table.seriesId, table.id)],
)

import { bigint, doublePrecision, integer, pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'

/**
 * One row an instant. No foreign key: checking one a row costs more than the row, and whoever writes holds the lock of
 * the series' row, as whoever deletes a series does. `values` holds one number per channel, NaN where it is missing: never null, so it
 * stays flat.
 */
export const point = pgTable(
  'points',
  {
    seriesId: integer().notNull(),
    at: instant().notNull(),
    /** Place in the order of arrival; a replaced point gets a new one. */
    seq: bigint({ mode: 'number' }).notNull(),
    values: doublePrecision().array().notNull(),
  },
  table => [
    primaryKey({ columns: [table.seriesId, table.at] }),
    uniqueIndex('points_arrival').on(table.seriesId, table.seq),
  ],
)

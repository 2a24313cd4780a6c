import { bigint, boolean, doublePrecision, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** One element a rule, in the order of `qualityRules`. */
const results = () => ({
  figures: doublePrecision().array().$type<readonly (number | null)[]>().notNull(),
  limits: doublePrecision().array().$type<readonly number[]>().notNull(),
  passed: boolean().array().$type<readonly (boolean | null)[]>().notNull(),
})

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
    ...results(),
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
    ...results(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.at] }), index('quality_history_by_time').on(table.at)],
)

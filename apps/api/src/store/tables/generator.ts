import { bigint, boolean, doublePrecision, integer, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** The generator of a series: its settings, whether it runs, and how far it has come, so that a restart goes on. */
export const generator = pgTable('generators', {
  seriesId: integer()
    .primaryKey()
    .references(() => series.id, { onDelete: 'cascade' }),
  settings: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
  running: boolean().notNull(),
  /** Instant of point 0 and number of points made: point i is at startedAt + i · interval. */
  startedAt: instant().notNull(),
  generated: bigint({ mode: 'number' }).notNull(),
})

/** Ground truth of a generated point: one number per channel in each column; `injected` is 0 where nothing was. */
export const generatedPoint = pgTable(
  'generated_points',
  {
    seriesId: integer().notNull(),
    at: instant().notNull(),
    base: doublePrecision().array().notNull(),
    trend: doublePrecision().array().notNull(),
    season: doublePrecision().array().notNull(),
    noise: doublePrecision().array().notNull(),
    injected: doublePrecision().array().notNull(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.at] })],
)

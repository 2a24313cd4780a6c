import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { series } from './series.ts'

/**
 * What detectors know of series that no process holds in memory. Unlogged: it is made again from the points where it is
 * lost, so a crash of the database may empty it and backups may leave it out.
 */
export const detectorState = pgTable(
  'detector_states',
  {
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    /** Stands for the code it is a state of: what other code has learnt is not taken up. */
    madeBy: text().notNull(),
    /** The last point it knows. */
    lastSeq: bigint({ mode: 'number' }).notNull(),
    state: bytes().notNull(),
  },
  table => [primaryKey({ columns: [table.seriesId, table.kind] })],
)

import type { LabelVerdict } from '@seriema/domain/label'
import { doublePrecision, index, integer, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/**
 * What somebody says of a value that was raised, or of a span in which one was missed. It is of the value and not of the
 * row that raised it: judging the past anew replaces those. `value` is null for a span, whose `to` is exclusive.
 */
export const label = pgTable(
  'labels',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    /** null: of all channels. */
    channel: smallint(),
    from: instant().notNull(),
    to: instant().notNull(),
    value: doublePrecision(),
    verdict: text().$type<LabelVerdict>().notNull(),
    note: text(),
    /** Who raised it, or watched when it was missed; the version be it there still or not. */
    kind: text().notNull(),
    versionId: integer(),
    /** When it was raised; null for a span. */
    foundAt: instant(),
    madeAt: instant().notNull(),
    /** Who says so; null where nobody is known. */
    by: text(),
  },
  table => [
    unique('labels_once').on(table.seriesId, table.channel, table.from, table.to).nullsNotDistinct(),
    index('labels_by_time').on(table.seriesId, table.from, table.id),
    index('labels_by_version').on(table.versionId),
  ],
)

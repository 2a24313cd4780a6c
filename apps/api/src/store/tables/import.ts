import type { ImportRejection, ImportState } from '@seriema/domain/import'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** A file on its way in. The counts are those of what is committed. */
export const fileImport = pgTable('imports', {
  id: uuid().primaryKey(),
  /** In the order they were asked for. */
  number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  fileName: text().notNull(),
  key: text().notNull(),
  plan: jsonb().notNull(),
  state: text().$type<ImportState>().notNull(),
  size: bigint({ mode: 'number' }),
  bytesRead: bigint({ mode: 'number' }).notNull().default(0),
  rowsRead: bigint({ mode: 'number' }).notNull().default(0),
  stored: bigint({ mode: 'number' }).notNull().default(0),
  duplicates: bigint({ mode: 'number' }).notNull().default(0),
  conflicts: bigint({ mode: 'number' }).notNull().default(0),
  rejected: bigint({ mode: 'number' }).notNull().default(0),
  anomalies: integer().notNull().default(0),
  rejections: jsonb().$type<readonly ImportRejection[]>().notNull(),
  seriesKeys: text().array().$type<readonly string[]>().notNull(),
  failure: text(),
  /** What was found out about the file; null until it is opened. */
  detected: jsonb(),
  notes: jsonb().notNull().default([]),
  /** Points taken back; null where it was not undone. */
  removed: bigint({ mode: 'number' }),
  createdAt: instant().notNull(),
  startedAt: instant(),
  finishedAt: instant(),
})

/**
 * Which points came with an import: ranges of their arrival numbers (both ends inclusive), adjoining ones as one. `made`
 * where the series was made for it; `replaced` counts the points among them that took the place of others.
 */
export const importRange = pgTable(
  'import_ranges',
  {
    importId: uuid()
      .notNull()
      .references(() => fileImport.id, { onDelete: 'cascade' }),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    fromSeq: bigint({ mode: 'number' }).notNull(),
    toSeq: bigint({ mode: 'number' }).notNull(),
    replaced: bigint({ mode: 'number' }).notNull(),
    made: boolean().notNull(),
  },
  table => [
    primaryKey({ columns: [table.importId, table.seriesId, table.fromSeq] }),
    index('import_ranges_by_series').on(table.seriesId),
  ],
)

/** Rows of a file that were not stored, `place` counting them from 0. */
export const importRejection = pgTable(
  'import_rejections',
  {
    importId: uuid()
      .notNull()
      .references(() => fileImport.id, { onDelete: 'cascade' }),
    place: integer().notNull(),
    line: bigint({ mode: 'number' }).notNull(),
    code: text().notNull(),
    message: text().notNull(),
  },
  table => [primaryKey({ columns: [table.importId, table.place] })],
)

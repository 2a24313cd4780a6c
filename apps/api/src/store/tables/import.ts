import type { ImportRejection, ImportState } from '@seriema/domain/import'
import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'

/** A file on its way in. The counts are those of what is committed. */
export const fileImport = pgTable('imports', {
  id: uuid().primaryKey(),
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
  createdAt: instant().notNull(),
  startedAt: instant(),
  finishedAt: instant(),
})

import type { Settings } from '@seriema/domain/setting'
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'

/** Where notices go. */
export const receiver = pgTable('receivers', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  /** Kind of the notifier. */
  notifier: text().notNull(),
  /** All but the secret ones. */
  settings: jsonb().$type<Settings>().notNull(),
  /** The secret ones as JSON, locked by the secret of the server; null where there are none. */
  secrets: bytes(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
})

import type { GroupCondition } from '@seriema/domain/group'
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'

/** Series chosen by attributes. Who belongs is asked of the series each time: nothing here has to be kept in step. */
export const group = pgTable('groups', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  description: text(),
  conditions: jsonb().$type<readonly GroupCondition[]>().notNull(),
  createdAt: instant().notNull(),
})

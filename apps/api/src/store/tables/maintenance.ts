import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { atMostOneScope, scopeColumns } from './scope.ts'

/** Windows in which nothing is sent. Neither series nor group: of all. */
export const maintenance = pgTable(
  'maintenances',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    name: text().notNull(),
    from: instant().notNull(),
    to: instant(),
    cron: text(),
    zone: text().notNull(),
    minutes: integer(),
    createdAt: instant().notNull(),
    by: text(),
  },
  table => [atMostOneScope('maintenances', table)],
)

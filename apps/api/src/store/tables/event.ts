import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'

/**
 * What happened, in commit order: an id is given under one lock that is held until the commit, so whoever has read up
 * to an id has missed nothing before it. Subscriptions read on from here; a NOTIFY only says that there is more.
 * `payload` holds what to look at: a range of arrival numbers, ids, or the words of a status.
 */
export const event = pgTable(
  'events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull(),
    /** No foreign key: that a series was deleted is an event too. */
    seriesId: integer(),
    payload: jsonb().notNull(),
    happenedAt: instant().notNull(),
  },
  table => [index('events_by_time').on(table.happenedAt)],
)

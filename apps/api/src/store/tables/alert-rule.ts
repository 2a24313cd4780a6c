import type { AlertSeverity, Grouping } from '@seriema/domain/alert'
import type { Settings } from '@seriema/domain/setting'
import { bigint, boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { atMostOneScope, scopeColumns } from './scope.ts'

/** What people ask to hear of. Neither series nor group: all series. Durations in milliseconds. */
export const alertRule = pgTable(
  'alert_rules',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    name: text().notNull(),
    description: text(),
    enabled: boolean().notNull(),
    severity: text().$type<AlertSeverity>().notNull(),
    condition: text().notNull(),
    settings: jsonb().$type<Settings>().notNull(),
    channel: text(),
    triggerCount: integer().notNull(),
    triggerOf: integer().notNull(),
    triggerFor: bigint({ mode: 'number' }).notNull(),
    recoveryCount: integer().notNull(),
    recoveryFor: bigint({ mode: 'number' }).notNull(),
    cooldown: bigint({ mode: 'number' }).notNull(),
    escalateAfter: bigint({ mode: 'number' }),
    groupBy: text().$type<Grouping>().notNull(),
    attribute: text(),
    receivers: jsonb().$type<readonly number[]>().notNull(),
    escalateTo: jsonb().$type<readonly number[]>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** Who made it; null where nobody is known. */
    by: text(),
  },
  table => [atMostOneScope('alert_rules', table)],
)

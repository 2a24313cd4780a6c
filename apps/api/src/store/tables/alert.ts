import type { AlertEntryKind, AlertSeverity, AlertState } from '@seriema/domain/alert'
import type { Signal } from '@seriema/domain/alert/signal'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { alertRule } from './alert-rule.ts'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** Incidents that rules made known. It stays when its rule goes, with what the rule was called. */
export const alert = pgTable(
  'alerts',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ruleId: integer().references(() => alertRule.id, { onDelete: 'set null' }),
    rule: text().notNull(),
    severity: text().$type<AlertSeverity>().notNull(),
    groupKey: text().notNull(),
    state: text().$type<AlertState>().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    /** The instant of what was seen first; when it was made known is `openedAt`. */
    since: instant().notNull(),
    openedAt: instant().notNull(),
    /** Whether it began in maintenance. */
    maintenance: boolean().notNull(),
    /** Whether nobody was told yet for that reason. */
    silenced: boolean().notNull(),
    escalateAt: instant(),
    escalatedAt: instant(),
    acknowledgedAt: instant(),
    acknowledgedBy: text(),
    resolvedAt: instant(),
    /** Who said that it is over; null: it was over by itself, or nobody is known. */
    resolvedBy: text(),
    byHand: boolean().notNull().default(false),
  },
  table => [
    uniqueIndex('alerts_one_open').on(table.ruleId, table.groupKey).where(sql`${table.state} <> 'resolved'`),
    index('alerts_by_time').on(table.openedAt, table.id),
    index('alerts_by_rule').on(table.ruleId, table.resolvedAt),
  ],
)

/** Series that are part of an alert: since when, and until when. */
export const alertSeries = pgTable(
  'alert_series',
  {
    alertId: integer()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    /** What was seen of it. */
    text: text().notNull(),
    since: instant().notNull(),
    until: instant(),
  },
  table => [
    primaryKey({ columns: [table.alertId, table.seriesId] }),
    index('alert_series_by_series').on(table.seriesId, table.alertId),
  ],
)

/** The timeline of an alert. */
export const alertEntry = pgTable(
  'alert_entries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    alertId: integer()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    kind: text().$type<AlertEntryKind>().notNull(),
    at: instant().notNull(),
    /** The series that joined or left. */
    seriesId: integer().references(() => series.id, { onDelete: 'cascade' }),
    /** Who did it; null where it came by itself, or nobody is known. */
    by: text(),
    text: text(),
    /** Who was told of it. */
    receivers: jsonb().$type<readonly number[]>().notNull(),
  },
  table => [index('alert_entries_of_alert').on(table.alertId, table.id)],
)

/** What rules remember of series; those at rest have no row. */
export const alertSignal = pgTable(
  'alert_signals',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ruleId: integer()
      .notNull()
      .references(() => alertRule.id, { onDelete: 'cascade' }),
    /** null: of what is no series. */
    seriesId: integer().references(() => series.id, { onDelete: 'cascade' }),
    /** Of the alert that it is part of, while it is on. */
    groupKey: text().notNull(),
    /** When it went on; null: it has not. */
    turnedAt: instant(),
    state: jsonb().$type<Signal>().notNull(),
  },
  table => [
    unique('alert_signals_once').on(table.ruleId, table.seriesId).nullsNotDistinct(),
    index('alert_signals_of_series').on(table.seriesId),
  ],
)

/** How far the events have been looked at, and a number that moves with all that people change of rules and alerts. */
export const alertEvaluation = pgTable('alert_evaluation', {
  only: boolean().primaryKey().default(true),
  position: bigint({ mode: 'number' }).notNull(),
  revision: bigint({ mode: 'number' }).notNull(),
})

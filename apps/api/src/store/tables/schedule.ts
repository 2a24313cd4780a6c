import type { ScheduleRunState, Timing } from '@seriema/domain/schedule'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { oneScope, scopeColumns } from './scope.ts'

/** When a series or all of a group is forecast by itself. */
export const schedule = pgTable(
  'schedules',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    /** null, both: whoever is deployed by then. The version be it there still or not. */
    forecaster: text(),
    versionId: integer(),
    /** null: as many steps as are usual. */
    horizon: integer(),
    timing: jsonb().$type<Timing>().notNull(),
    on: boolean().notNull(),
    /** null where it is off, or never due any more. */
    nextAt: instant(),
    madeAt: instant().notNull(),
    /** Who made it; null where nobody is known. */
    by: text(),
    /** Deleted, and on its way out with all it made. */
    doomed: boolean().notNull().default(false),
  },
  table => [
    oneScope('schedules', table),
    index('schedules_due').on(table.nextAt).where(sql`${table.on} and not ${table.doomed}`),
    index('schedules_of_series').on(table.seriesId),
    index('schedules_of_group').on(table.groupId),
  ],
)

/** What became of a schedule each time that it was due, or somebody asked; the queue has a row of its own that says who works on it. */
export const scheduleRun = pgTable(
  'schedule_runs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    scheduleId: integer()
      .notNull()
      .references(() => schedule.id, { onDelete: 'cascade' }),
    dueAt: instant().notNull(),
    /** Whether somebody asked for it, and it was not due. */
    asked: boolean().notNull(),
    state: text().$type<ScheduleRunState>().notNull(),
    /** Counts the workers that took it up. */
    attempt: integer().notNull().default(0),
    /** Instants before this one at which it was due and nobody ran it. */
    missed: integer().notNull().default(0),
    /** Series that it is to forecast; null until they are known. */
    series: integer(),
    /** How many of them are forecast, and how many could not be. */
    forecast: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    /** Why the first of them could not be, or none was begun. */
    failureCode: text(),
    failure: text(),
    startedAt: instant(),
    endedAt: instant(),
  },
  table => [
    unique('schedule_runs_once').on(table.scheduleId, table.dueAt),
    index('schedule_runs_by_time').on(table.dueAt),
    uniqueIndex('schedule_runs_one_at_a_time')
      .on(table.scheduleId)
      .where(sql`${table.state} in ('waiting', 'running')`),
  ],
)

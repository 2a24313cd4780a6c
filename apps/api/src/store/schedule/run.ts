import type { PageRequest } from '@seriema/domain/page'
import { unfinishedRunStates } from '@seriema/domain/schedule'
import { and, desc, eq, getTableColumns, isNotNull } from 'drizzle-orm'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import { listRows } from '../list-rows.ts'
import type { Order, Page } from '../page.ts'
import { type Schedule, scheduleThere } from '../schedule.ts'
import { forecast } from '../tables/forecast.ts'
import { schedule, scheduleRun as table } from '../tables/schedule.ts'

/** What became of a schedule once that it was due or somebody asked. Instants in epoch milliseconds. */
export type ScheduleRun = Readonly<typeof table.$inferSelect>

export type RunChanges = Partial<Omit<ScheduleRun, 'id' | 'scheduleId' | 'dueAt' | 'asked'>>

/** Caller holds its schedule; null where there is a run of this instant already. */
export async function insertRun(
  tx: Db,
  row: Pick<ScheduleRun, 'scheduleId' | 'dueAt' | 'asked' | 'state'> & RunChanges,
): Promise<ScheduleRun | null> {
  const once = [table.scheduleId, table.dueAt]
  const [made] = await tx.query.insert(table).values(row).onConflictDoNothing({ target: once }).returning()
  return made ?? null
}

/** Held to the end of the transaction; null where there is none. */
export async function lockRun(tx: Db, id: number): Promise<ScheduleRun | null> {
  const [row] = await tx.query.select().from(table).where(eq(table.id, id)).for('no key update')
  return row ?? null
}

export async function changeRun(tx: Db, id: number, changes: RunChanges): Promise<ScheduleRun> {
  const [row] = await tx.query.update(table).set(changes).where(eq(table.id, id)).returning()
  return row!
}

/** The one of each of these schedules that is under way, of those that have one. */
export async function runsUnderWay({ query }: Db, scheduleIds: readonly number[]): Promise<Map<number, ScheduleRun>> {
  const rows = await query
    .select()
    .from(table)
    .where(and(anyOf(table.scheduleId, scheduleIds), anyOf(table.state, unfinishedRunStates)))
  return new Map(rows.map(row => [row.scheduleId, row]))
}

/** A schedule with one of its runs, where there is one. */
export interface WithRun {
  readonly schedule: Schedule
  readonly run: ScheduleRun | null
}

/** Those of these schedules that exist, each with those of these runs that are of it, or with none. */
export const findWithRuns = async (
  { query }: Db,
  ids: readonly number[],
  runIds: readonly number[],
): Promise<WithRun[]> =>
  query
    .select({ schedule, run: table })
    .from(schedule)
    .leftJoin(table, and(eq(table.scheduleId, schedule.id), anyOf(table.id, runIds)))
    .where(and(anyOf(schedule.id, ids), scheduleThere))

/** Those that exist, in no particular order. */
export const findRuns = async ({ query }: Db, ids: readonly number[]): Promise<ScheduleRun[]> =>
  query.select().from(table).where(anyOf(table.id, ids))

/** The last of each of these schedules, whatever became of it. */
export async function lastRuns({ query }: Db, scheduleIds: readonly number[]): Promise<Map<number, ScheduleRun>> {
  const last = query
    .select(getTableColumns(table))
    .from(table)
    .where(eq(table.scheduleId, schedule.id))
    .orderBy(desc(table.dueAt))
    .limit(1)
    .as('last')
  const rows = await query
    .select(last._.selectedFields)
    .from(schedule)
    .crossJoinLateral(last)
    .where(anyOf(schedule.id, scheduleIds))
  return new Map(rows.map(row => [row.scheduleId, row]))
}

const lastFirst: Order = { by: table.dueAt, of: 'instant', id: table.id, descending: true }

/** Of one schedule, the last first. Throws CURSOR_INVALID, INVALID_INPUT. */
export function listRuns(db: Db, scheduleId: number, request: PageRequest = {}): Promise<Page<ScheduleRun>> {
  const matching = eq(table.scheduleId, scheduleId)
  return listRows(db, table, matching, lastFirst, one => [one.dueAt, one.id], request)
}

/** Numbers of the series of which a run has stored its forecast. */
export async function forecastByRun({ query }: Db, runId: number): Promise<Set<number>> {
  const rows = await query
    .select({ id: forecast.seriesId })
    .from(forecast)
    .where(and(isNotNull(forecast.runId), eq(forecast.runId, runId)))
  return new Set(rows.map(({ id }) => id))
}

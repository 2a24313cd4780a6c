import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import type { Scope } from '@seriema/domain/role'
import { and, asc, eq, lte, not } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { listRows } from './list-rows.ts'
import type { Order, Page } from './page.ts'
import { ofScopeThere } from './scope.ts'
import { schedule as table } from './tables/schedule.ts'

/** When a series or all of a group is forecast by itself, and by whom. Instants in epoch milliseconds. */
export type Schedule = Readonly<typeof table.$inferSelect>

/** What may be changed of one. */
export type ScheduleChanges = Partial<
  Pick<Schedule, 'forecaster' | 'versionId' | 'horizon' | 'timing' | 'on' | 'nextAt' | 'doomed'>
>

/** Whether a schedule is one that everybody sees: it is not deleted, and neither is its series. */
export const scheduleThere = and(not(table.doomed), ofScopeThere(table))

/** Caller has seen to it that the scope exists. */
export async function insertSchedule(
  tx: Db,
  scope: Scope,
  row: Pick<Schedule, 'forecaster' | 'versionId' | 'horizon' | 'timing' | 'on' | 'nextAt' | 'madeAt' | 'by'>,
): Promise<Schedule> {
  const [made] = await tx.query
    .insert(table)
    .values({ ...scope, ...row })
    .returning()
  return made!
}

/** Those that exist, in no particular order. */
export const findSchedules = async ({ query }: Db, ids: readonly number[]): Promise<Schedule[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), scheduleThere))

/** To the end of the transaction nobody else changes it, or begins a run of it. Throws SCHEDULE_NOT_FOUND. */
export async function lockSchedule(tx: Db, id: number): Promise<Schedule> {
  const [row] = await tx.query
    .select()
    .from(table)
    .where(and(eq(table.id, id), scheduleThere))
    .for('no key update')
  if (row !== undefined) return row
  throw new Fault('SCHEDULE_NOT_FOUND', 'this schedule is not there any more: somebody has deleted it')
}

export async function saveSchedule(tx: Db, id: number, changes: ScheduleChanges): Promise<Schedule> {
  const [row] = await tx.query.update(table).set(changes).where(eq(table.id, id)).returning()
  return row!
}

/** Those due by `now` that nobody else is at, the longest due first; held to the end of the transaction. */
export const lockDue = async ({ query }: Db, now: number, most: number): Promise<Schedule[]> =>
  query
    .select()
    .from(table)
    .where(and(table.on, lte(table.nextAt, now), scheduleThere))
    .orderBy(asc(table.nextAt), asc(table.id))
    .limit(most)
    .for('no key update', { skipLocked: true })

export interface ScheduleFilter {
  readonly seriesId?: number | null | undefined
  readonly groupId?: number | null | undefined
  readonly on?: boolean | null | undefined
}

const newestFirst: Order = { by: table.madeAt, of: 'instant', id: table.id, descending: true }

/** The one made last first. Throws CURSOR_INVALID, INVALID_INPUT. */
export function listSchedules(
  db: Db,
  { seriesId, groupId, on }: ScheduleFilter,
  request: PageRequest = {},
): Promise<Page<Schedule>> {
  const matching = and(
    scheduleThere,
    seriesId == null ? undefined : eq(table.seriesId, seriesId),
    groupId == null ? undefined : eq(table.groupId, groupId),
    on == null ? undefined : eq(table.on, on),
  )
  return listRows(db, table, matching, newestFirst, one => [one.madeAt, one.id], request)
}

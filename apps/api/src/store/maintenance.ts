import { Fault } from '@seriema/domain/fault'
import type { GroupCondition } from '@seriema/domain/group'
import type { MaintenanceWindow } from '@seriema/domain/maintenance'
import type { PageRequest } from '@seriema/domain/page'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { scopeColumnsOf, type WideScope } from './alert-rule.ts'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { listRows } from './list-rows.ts'
import type { Order, Page } from './page.ts'
import { ofScopeThere } from './scope.ts'
import { group } from './tables/group.ts'
import { maintenance as table } from './tables/maintenance.ts'

/** A stored window; neither series nor group: of all series. Instants in epoch milliseconds. */
export interface Maintenance extends MaintenanceWindow {
  readonly id: number
  readonly seriesId: number | null
  readonly groupId: number | null
  readonly createdAt: number
  readonly by: string | null
}

export async function insertMaintenance(
  tx: Db,
  window: MaintenanceWindow,
  scope: WideScope,
  by: string | null,
  now: number,
): Promise<Maintenance> {
  const [made] = await tx.query
    .insert(table)
    .values({ ...window, ...scopeColumnsOf(scope), by, createdAt: now })
    .returning()
  return made!
}

/** Throws MAINTENANCE_NOT_FOUND. */
export async function replaceMaintenance(tx: Db, id: number, window: MaintenanceWindow): Promise<Maintenance> {
  const [row] = await tx.query.update(table).set(window).where(eq(table.id, id)).returning()
  if (row === undefined) throw maintenanceNotFound()
  return row
}

/** Throws MAINTENANCE_NOT_FOUND. */
export async function deleteMaintenance(tx: Db, id: number): Promise<Maintenance> {
  const [gone] = await tx.query.delete(table).where(eq(table.id, id)).returning()
  if (gone === undefined) throw maintenanceNotFound()
  return gone
}

export const maintenanceNotFound = (): Fault =>
  new Fault('MAINTENANCE_NOT_FOUND', 'this window is not there any more: somebody has deleted it')

/** Those that exist, in no particular order. */
export const findMaintenances = async ({ query }: Db, ids: readonly number[]): Promise<Maintenance[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofScopeThere(table)))

/** A window with the conditions of the group that it is of, where it is of one. */
export interface MaintenanceInForce extends Maintenance {
  readonly groupConditions: readonly GroupCondition[] | null
}

/** Those that are not over yet. */
export async function maintenancesInForce({ query }: Db, now: number): Promise<MaintenanceInForce[]> {
  const rows = await query
    .select({ window: table, groupConditions: group.conditions })
    .from(table)
    .leftJoin(group, eq(group.id, table.groupId))
    .where(and(or(isNull(table.to), gt(table.to, now)), ofScopeThere(table)))
  return rows.map(({ window, groupConditions }) => ({ ...window, groupConditions }))
}

const newestFirst: Order = { by: table.from, of: 'instant', id: table.id, descending: true }

/** The one that begins last first; with `after`, only those not over by then. Throws CURSOR_INVALID, INVALID_INPUT. */
export function listMaintenances(
  db: Db,
  { notOverAt }: { readonly notOverAt?: number | null | undefined },
  request: PageRequest = {},
): Promise<Page<Maintenance>> {
  const matching = and(
    ofScopeThere(table),
    notOverAt == null ? undefined : or(isNull(table.to), gt(table.to, notOverAt)),
  )
  return listRows(db, table, matching, newestFirst, one => [one.from, one.id], request)
}

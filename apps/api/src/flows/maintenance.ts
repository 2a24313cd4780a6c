import { defineMaintenance, type MaintenanceDraft } from '@seriema/domain/maintenance'
import type { Core } from '../core.ts'
import { reviseRules } from '../store/alert/evaluation.ts'
import { transaction } from '../store/database.ts'
import { holdGroup } from '../store/group.ts'
import {
  deleteMaintenance as deleteStored,
  findMaintenances,
  insertMaintenance,
  type Maintenance,
  maintenanceNotFound,
  replaceMaintenance,
} from '../store/maintenance.ts'
import { requireSeries } from '../store/series.ts'
import type { ScopeDraft } from './alert-rule.ts'

type MaintenanceApp = Pick<Core, 'db' | 'clock'>

/** From the commit on it counts. Throws INVALID_INPUT, SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export const createMaintenance = (
  app: MaintenanceApp,
  { scope, ...draft }: MaintenanceDraft & { readonly scope?: ScopeDraft | undefined },
  by: string | null,
): Promise<Maintenance> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const window = defineMaintenance(draft)
    const of =
      scope?.series != null
        ? { seriesId: (await requireSeries(tx, scope.series)).id }
        : scope?.group != null
          ? { groupId: (await holdGroup(tx, scope.group)).id }
          : null
    return insertMaintenance(tx, window, of, by, app.clock())
  })

/** What is left out stays as it was. Throws INVALID_INPUT, MAINTENANCE_NOT_FOUND. */
export const updateMaintenance = (
  app: MaintenanceApp,
  id: number,
  changes: { readonly [K in keyof MaintenanceDraft]?: MaintenanceDraft[K] | undefined },
): Promise<Maintenance> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const [before] = await findMaintenances(tx, [id])
    if (before === undefined) throw maintenanceNotFound()
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    return replaceMaintenance(tx, id, defineMaintenance({ ...before, ...given }))
  })

/** What began in it and is still open is told once it is gone. Throws MAINTENANCE_NOT_FOUND. */
export const deleteMaintenance = (app: MaintenanceApp, id: number): Promise<Maintenance> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    return deleteStored(tx, id)
  })

import { type AccessRole, covers, coversGroup } from '@seriema/domain/access'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import type { Attribute } from '@seriema/domain/series'
import type { Caller } from '../access/caller.ts'
import { inReach } from '../access/in-reach.ts'
import type { App } from '../app.ts'
import { findAlerts } from '../store/alert.ts'
import { findAlertRules } from '../store/alert-rule.ts'
import { findAnomalies } from '../store/anomaly.ts'
import type { Db } from '../store/database.ts'
import { requireGroup } from '../store/group.ts'
import { findLabels } from '../store/label.ts'
import { findMaintenances } from '../store/maintenance.ts'
import { findModels } from '../store/model.ts'
import { findSchedules } from '../store/schedule.ts'
import { seriesNotFound } from '../store/series.ts'
import { findSuppressions } from '../store/suppression.ts'
import { findTrainings } from '../store/training.ts'
import { findVersions } from '../store/version.ts'
import { rowNumber } from './identity.ts'

/** As Pothos gives an id that names its type. */
export interface Identity {
  readonly typename: string
  readonly id: string
}

/** What a mutation is about to change: all of it must be within reach of whoever asks. */
export interface Touched {
  /** Keys of series. */
  readonly series?: readonly (string | null | undefined)[]
  /** Names of groups. */
  readonly groups?: readonly (string | null | undefined)[]
  readonly nodes?: readonly (Identity | null | undefined)[]
  /** A series as it will be. */
  readonly becomes?: { readonly key: string; readonly attributes: readonly Attribute[] } | null
  /** A group as it will be. */
  readonly chooses?: readonly GroupConditionDraft[] | null | undefined
}

interface GroupConditionDraft {
  readonly attribute: string
  readonly values?: readonly string[] | null | undefined
}

type Find = (db: Db, ids: readonly number[]) => Promise<readonly object[]>

/** What can be touched by its id: how it is found, and what is said where it is not. */
export const findable: Readonly<Record<string, readonly [Find, FaultCode]>> = {
  Alert: [findAlerts, 'ALERT_NOT_FOUND'],
  AlertRule: [findAlertRules, 'ALERT_RULE_NOT_FOUND'],
  Anomaly: [findAnomalies, 'ANOMALY_NOT_FOUND'],
  Label: [findLabels, 'LABEL_NOT_FOUND'],
  Maintenance: [findMaintenances, 'MAINTENANCE_NOT_FOUND'],
  Model: [findModels, 'MODEL_NOT_FOUND'],
  Schedule: [findSchedules, 'SCHEDULE_NOT_FOUND'],
  Suppression: [findSuppressions, 'SUPPRESSION_NOT_FOUND'],
  Training: [findTrainings, 'TRAINING_NOT_FOUND'],
  Version: [findVersions, 'INVALID_VERSION'],
}

export const given = <T>(list: readonly (T | null | undefined)[] | undefined): T[] =>
  (list ?? []).filter((one): one is T => one != null)

/** Throws what it would for something that does not exist, or ACCESS_DENIED for what would leave the reach of its owner. */
export async function requireReach(
  { app, caller }: { readonly app: App; readonly caller: Caller },
  role: AccessRole,
  touched: Touched,
): Promise<void> {
  const { reach, reads, seriesByKey } = inReach(app, caller, role)
  if (reach === null) return
  for (const key of given(touched.series)) if ((await seriesByKey(key)) === null) throw seriesNotFound(key)
  for (const name of given(touched.groups)) await requireGroup(reads, name)
  for (const { typename, id } of given(touched.nodes)) {
    const [find, code] = findable[typename]!
    if ((await find(reads, [anyRow(id)])).length === 0)
      throw new Fault(code, 'there is nothing with this id (any more)')
  }
  const { becomes, chooses } = touched
  if (becomes != null && !covers(reach, becomes))
    throw new Fault(
      'ACCESS_DENIED',
      `a series ${becomes.key} with these attributes is not one of those you have the role for`,
    )
  if (
    chooses != null &&
    !coversGroup(reach, { conditions: chooses.map(({ attribute, values }) => ({ attribute, values: values ?? [] })) })
  )
    throw new Fault(
      'ACCESS_DENIED',
      'a group may only choose series that you have the role for, those to come included',
    )
}

export const anyRow = rowNumber(Number.MAX_SAFE_INTEGER)

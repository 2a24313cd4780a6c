import { type Incident, noIncident } from '@seriema/domain/alert/incident'
import { inMaintenance } from '@seriema/domain/maintenance'
import { type EvaluationStand, readStand } from '../store/alert/evaluation.ts'
import { endedLately, readOpenAlerts } from '../store/alert/open.ts'
import { type HeldSignal, readSignals } from '../store/alert/signal.ts'
import type { Alert } from '../store/alert.ts'
import { rulesInForce } from '../store/alert-rule.ts'
import type { Db } from '../store/database.ts'
import { type MaintenanceInForce, maintenancesInForce } from '../store/maintenance.ts'
import { liveSeries, type Series } from '../store/series.ts'
import { createSilences, type Silences } from './silences.ts'
import { isFor, type Watching, watchRules } from './watching.ts'

/** An incident with its open alert, and the series that are on; null among them: what is of none. */
export interface HeldIncident {
  readonly incident: Incident
  readonly alert: Alert | null
  readonly on: ReadonlySet<number | null>
}

/** All that evaluating needs to know between two batches of events: as it is stored, read once. */
export interface Memory {
  readonly stand: EvaluationStand
  readonly watching: Watching
  readonly maintenances: readonly MaintenanceInForce[]
  /** By `signalKey` and `incidentKey`. */
  readonly signals: Map<string, HeldSignal>
  readonly incidents: Map<string, HeldIncident>
  readonly silences: Silences
}

export const signalKey = (ruleId: number, seriesId: number | null): string => `${ruleId} ${seriesId ?? ''}`
export const incidentKey = (ruleId: number, groupKey: string): string => `${ruleId} ${groupKey}`

/** `now` and `grace` in epoch milliseconds: nothing is taken for silent before the latter. */
export async function readMemory(db: Db, now: number, grace: number): Promise<Memory> {
  const stand = await readStand(db)
  const [rules, maintenances, held, open, ended] = [
    await rulesInForce(db),
    await maintenancesInForce(db, now),
    await readSignals(db),
    await readOpenAlerts(db),
    await endedLately(db, now),
  ]
  const watching = watchRules(rules)
  const known = held.filter(({ ruleId }) => watching.rules.has(ruleId))
  const incidents = new Map<string, HeldIncident>()
  const change = (key: string, by: (before: HeldIncident) => HeldIncident) =>
    incidents.set(key, by(incidents.get(key) ?? { incident: noIncident, alert: null, on: new Set() }))
  for (const { ruleId, groupKey, endedAt, cooldown } of ended)
    change(incidentKey(ruleId, groupKey), one => ({
      ...one,
      incident: { ...one.incident, quietUntil: endedAt + cooldown },
    }))
  for (const { ruleId, seriesId, groupKey, turnedAt } of known) {
    if (turnedAt === null) continue
    const quiet = watching.rules.get(ruleId)!.cooldown
    change(incidentKey(ruleId, groupKey), one => {
      // What went on while it was quiet is due when that is over; what was on when somebody ended the alert is not.
      const pending = one.incident.pending || turnedAt > one.incident.quietUntil - quiet
      const on = new Set([...one.on, seriesId])
      return { ...one, on, incident: { ...one.incident, on: on.size, pending } }
    })
  }
  for (const alert of open) {
    if (alert.ruleId === null || !watching.rules.has(alert.ruleId)) continue
    const { silenced, escalateAt } = alert
    const state = alert.state === 'acknowledged' ? 'acknowledged' : 'firing'
    change(incidentKey(alert.ruleId, alert.groupKey), one => ({
      ...one,
      alert,
      incident: { ...one.incident, pending: false, alert: { state, silenced, escalateAt } },
    }))
  }
  const silences = createSilences(watching.silences, grace)
  for (const series of await silentOnes(db, watching)) silences.heard(series, series.liveAt!)
  return {
    stand,
    watching,
    maintenances,
    signals: new Map(known.map(one => [signalKey(one.ruleId, one.seriesId), one])),
    incidents,
    silences,
  }
}

const silentOnes = (db: Db, { silences }: Watching): Promise<readonly Series[]> => {
  if (silences.length === 0) return Promise.resolve([])
  const own = silences.flatMap(({ seriesId }) => seriesId ?? [])
  return liveSeries(db, own.length === silences.length ? own : null)
}

/** Whether nothing is to be sent of a series, or of what is of none, at an instant. */
export function maintenanceAt({ maintenances }: Memory, now: number): (series: Series | null) => boolean {
  const lasting = maintenances.filter(window => inMaintenance(window, now))
  return series => lasting.some(window => isFor(window, series))
}

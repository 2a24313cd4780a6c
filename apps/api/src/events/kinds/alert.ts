import { type Alert, findAlerts } from '../../store/alert.ts'
import type { KindOfEvent } from './contract.ts'

interface Subject {
  readonly alertId: number
}

interface Found {
  /** As it is by now. */
  readonly alert: Alert
}

export const alert: KindOfEvent<'alert', Subject, Found> = {
  kind: 'alert',
  weight: () => 1,
  size: () => 1,
  async load(db, events) {
    const found = await findAlerts(db, [...new Set(events.map(event => event.alertId))])
    const byId = new Map(found.map(each => [each.id, each]))
    return (event, series) => {
      const each = byId.get(event.alertId)
      return each === undefined ? null : { kind: 'alert', event, series, alert: each }
    }
  },
}

/** An alert began, came on or ended. `seriesId`: the series that it is about, where it is one alone. */
export const alertChanged = (seriesId: number | null, alertId: number) => ({ kind: alert.kind, seriesId, alertId })

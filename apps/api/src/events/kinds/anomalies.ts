import type { StoredAnomaly } from '../../store/anomaly.ts'
import { findAnomalies } from '../../store/anomaly.ts'
import type { KindOfEvent, OfSeries } from './contract.ts'

interface Subject {
  /** Of the anomalies, in the order they were found; one at least. */
  readonly ids: readonly number[]
}

interface Found extends OfSeries {
  /** Those that are still kept. */
  readonly anomalies: readonly StoredAnomaly[]
}

export const anomalies: KindOfEvent<'anomalies', Subject, Found> = {
  kind: 'anomalies',
  weight: ({ ids }) => ids.length,
  size: item => item.anomalies.length,
  async load(db, events) {
    const ids = events.flatMap(event => event.ids)
    const found = ids.length === 0 ? [] : await findAnomalies(db, ids)
    const byId = new Map(found.map(anomaly => [anomaly.id, anomaly]))
    return (event, series) => {
      const kept = event.ids.flatMap(id => byId.get(id) ?? [])
      return series === null || kept.length === 0 ? null : { kind: 'anomalies', event, series, anomalies: kept }
    }
  },
}

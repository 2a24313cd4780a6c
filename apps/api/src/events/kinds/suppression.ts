import { findSuppressions, type Suppression } from '../../store/suppression.ts'
import type { KindOfEvent, OfSeries } from './contract.ts'

interface Subject {
  readonly suppressionId: number
}

interface Changed extends OfSeries {
  /** As it is by now; null where it is removed. */
  readonly suppression: Suppression | null
}

export const suppression: KindOfEvent<'suppression', Subject, Changed> = {
  kind: 'suppression',
  weight: () => 1,
  size: () => 1,
  async load(db, events) {
    const ids = events.map(({ suppressionId }) => suppressionId)
    const found = ids.length === 0 ? [] : await findSuppressions(db, ids)
    const byId = new Map(found.map(one => [one.id, one]))
    return (event, series) =>
      series === null
        ? null
        : { kind: 'suppression', event, series, suppression: byId.get(event.suppressionId) ?? null }
  },
}

/** It was made, changed or removed. */
export const suppressionChanged = ({ id, seriesId }: Pick<Suppression, 'id' | 'seriesId'>) => ({
  kind: suppression.kind,
  seriesId,
  suppressionId: id,
})

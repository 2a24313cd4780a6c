import { findLabels, type Label } from '../../store/label.ts'
import type { KindOfEvent, OfSeries } from './contract.ts'

interface Subject {
  readonly labelId: number
}

interface Changed extends OfSeries {
  /** As it is by now; null where it is removed. */
  readonly label: Label | null
}

export const label: KindOfEvent<'label', Subject, Changed> = {
  kind: 'label',
  weight: () => 1,
  size: () => 1,
  async load(db, events) {
    const ids = events.map(({ labelId }) => labelId)
    const found = ids.length === 0 ? [] : await findLabels(db, ids)
    const byId = new Map(found.map(one => [one.id, one]))
    return (event, series) =>
      series === null ? null : { kind: 'label', event, series, label: byId.get(event.labelId) ?? null }
  },
}

/** It was made, changed or removed. */
export const labelChanged = ({ id, seriesId }: Pick<Label, 'id' | 'seriesId'>) => ({
  kind: label.kind,
  seriesId,
  labelId: id,
})

import type { TrainingOf } from '../../store/training.ts'
import { findTrainings } from '../../store/training.ts'
import type { KindOfEvent } from './contract.ts'

interface Subject {
  readonly trainingId: number
}

interface Found {
  /** As it is by now. */
  readonly training: TrainingOf
}

export const training: KindOfEvent<'training', Subject, Found> = {
  kind: 'training',
  weight: () => 1,
  // Its losses are most of it.
  size: item => 1 + item.training.losses.length,
  async load(db, events) {
    const found = await findTrainings(db, [...new Set(events.map(event => event.trainingId))])
    const byId = new Map(found.map(each => [each.id, each]))
    return (event, series) => {
      const each = byId.get(event.trainingId)
      return each === undefined ? null : { kind: 'training', event, series, training: each }
    }
  },
}

/** A training was begun, came on, or ended. */
export const trainingProgressed = (seriesId: number | null, trainingId: number) => ({
  kind: training.kind,
  seriesId,
  trainingId,
})

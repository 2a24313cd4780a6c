import { type DeploymentChange, findChanges } from '../../store/deployment.ts'
import type { Series } from '../../store/series.ts'
import type { KindOfEvent } from './contract.ts'

interface Subject {
  /** Of the line in the timeline. */
  readonly changeId: number
}

interface Found {
  readonly change: DeploymentChange
  /** null where it is of a group. */
  readonly series: Series | null
}

export const deployment: KindOfEvent<'deployment', Subject, Found> = {
  kind: 'deployment',
  weight: () => 1,
  size: () => 1,
  async load(db, events) {
    const found = await findChanges(
      db,
      events.map(({ changeId }) => changeId),
    )
    const byId = new Map(found.map(change => [change.id, change]))
    return (event, series) => {
      const change = byId.get(event.changeId)
      const gone = event.seriesId !== null && series === null
      return change === undefined || gone ? null : { kind: 'deployment', event, series, change }
    }
  },
}

/** Somebody else speaks from now on. */
export const speakerChanged = ({ id, scope }: DeploymentChange) => ({
  kind: deployment.kind,
  seriesId: 'seriesId' in scope ? scope.seriesId : null,
  changeId: id,
})

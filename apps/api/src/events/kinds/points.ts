import { arrivalRanges } from '@seriema/domain/event'
import type { PointColumns } from '@seriema/domain/point'
import { readArrivals } from '../../store/point.ts'
import type { KindOfEvent, OfSeries } from './contract.ts'

interface Subject {
  /** First and last arrival number (`seq`), both inclusive: consecutive, at most `pointsPerEvent`. */
  readonly fromSeq: number
  readonly toSeq: number
  /** Whether these points came after later ones. */
  readonly late: boolean
  /** Whether these points took the place of others at the same instants. */
  readonly replaced: boolean
}

interface Found extends OfSeries {
  /** In order of arrival. */
  readonly points: PointColumns
}

export const points: KindOfEvent<'points', Subject, Found> = {
  kind: 'points',
  weight: ({ fromSeq, toSeq }) => toSeq - fromSeq + 1,
  size: item => item.points.times.length * item.series.channels.length,
  async load(db, events) {
    const arrivals = await readArrivals(
      db,
      events.map(({ seriesId, fromSeq, toSeq }) => ({ seriesId: seriesId!, fromSeq, toSeq })),
    )
    const byId = new Map(events.map(({ id }, place) => [id, arrivals[place]!]))
    return (event, series) => {
      const { times, channels } = byId.get(event.id)!
      return series === null || times.length === 0
        ? null
        : { kind: 'points', event, series, points: { times, channels } }
    }
  },
}

/** `count` points of a series that were stored under the arrival numbers from `first` on. */
export const pointsStored = (
  seriesId: number,
  first: number,
  count: number,
  { late, replaced }: Pick<Subject, 'late' | 'replaced'>,
) =>
  arrivalRanges(first, count).map(({ fromSeq, toSeq }) => ({
    kind: points.kind,
    seriesId,
    fromSeq,
    toSeq,
    late,
    replaced,
  }))

import type { PointColumns } from '@seriema/domain/point'
import type { StoredAnomaly } from '../store/anomaly.ts'
import { findAnomalies } from '../store/anomaly.ts'
import type { Db } from '../store/database.ts'
import type { StoredForecast } from '../store/forecast.ts'
import { findForecasts } from '../store/forecast.ts'
import { readArrivals } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { findSeriesByIds } from '../store/series.ts'
import type { Event, EventKind } from './event.ts'

type EventOf<K extends EventKind> = Extract<Event, { readonly kind: K }>

/** An event with what it points at. */
export type Item =
  | {
      readonly kind: 'points'
      readonly event: EventOf<'points'>
      readonly series: Series
      readonly points: PointColumns
    }
  | {
      readonly kind: 'anomalies'
      readonly event: EventOf<'anomalies'>
      readonly series: Series
      readonly anomalies: readonly StoredAnomaly[]
    }
  | {
      readonly kind: 'forecast'
      readonly event: EventOf<'forecast'>
      readonly series: Series
      readonly forecast: StoredForecast
    }
  | { readonly kind: 'status'; readonly event: EventOf<'status'>; readonly series: Series | null }

/**
 * One message of a stream: whole events in order, and the cursor to resume after them. What was deleted in the meantime
 * is left out. Subscribers with the same filter receive the same object.
 */
export interface Batch {
  readonly cursor: string
  readonly items: readonly Item[]
}

/** At most this many points or anomalies in one message. */
export const rowsPerBatch = 5_000

/** How many points or anomalies an event points at; 1 for what is read as a whole. */
const weight = (event: Event): number =>
  event.kind === 'points' ? event.toSeq - event.fromSeq + 1 : event.kind === 'anomalies' ? event.ids.length : 1

/** As many of the first events as one message holds: one at least. */
export function firstBatch(events: readonly Event[]): readonly Event[] {
  let rows = 0
  const end = events.findIndex((event, place) => {
    rows += weight(event)
    return place > 0 && rows > rowsPerBatch
  })
  return end === -1 ? events : events.slice(0, end)
}

/** Reads what the events point at: one statement per kind, whatever their number. */
export async function loadItems(db: Db, events: readonly Event[]): Promise<readonly Item[]> {
  if (events.length === 0) return []
  const of = <K extends EventKind>(kind: K) => events.filter((event): event is EventOf<K> => event.kind === kind)
  const points = of('points')
  const ranges = points.map(event => ({ ...event, seriesId: event.seriesId! }))
  const seriesIds = new Set(events.flatMap(event => event.seriesId ?? []))
  const [series, arrivals, anomalies, forecasts] = await Promise.all([
    seriesIds.size === 0 ? [] : findSeriesByIds(db, [...seriesIds]),
    readArrivals(db, ranges),
    findAnomalies(
      db,
      of('anomalies').flatMap(event => event.ids),
    ),
    findForecasts(
      db,
      of('forecast').map(event => event.forecastId),
    ),
  ])
  const seriesById = new Map(series.map(found => [found.id, found]))
  const arrivalsOf = new Map(points.map((event, place) => [event.id, arrivals[place]!]))
  const anomalyById = new Map(anomalies.map(found => [found.id, found]))
  const forecastById = new Map(forecasts.map(found => [found.id, found]))
  return events.flatMap((event): Item[] => {
    const owner = event.seriesId === null ? null : (seriesById.get(event.seriesId) ?? null)
    if (event.kind === 'status') return [{ kind: 'status', event, series: owner }]
    if (owner === null) return []
    if (event.kind === 'points') {
      const { times, channels } = arrivalsOf.get(event.id)!
      return times.length === 0 ? [] : [{ kind: 'points', event, series: owner, points: { times, channels } }]
    }
    if (event.kind === 'anomalies') {
      const found = event.ids.flatMap(id => anomalyById.get(id) ?? [])
      return found.length === 0 ? [] : [{ kind: 'anomalies', event, series: owner, anomalies: found }]
    }
    const forecast = forecastById.get(event.forecastId)
    return forecast === undefined ? [] : [{ kind: 'forecast', event, series: owner, forecast }]
  })
}

import type { PointColumns } from '@seriema/domain/point'
import type { StoredAnomaly } from '../store/anomalies.ts'
import type { StoredForecast } from '../store/forecasts.ts'
import type { Series } from '../store/series.ts'
import type { Event, EventKind } from './event.ts'

type EventOf<K extends EventKind> = Extract<Event, { readonly kind: K }>

/** An event with what it points at, read once for every subscriber. */
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

export interface EventFilter {
  readonly kinds: readonly EventKind[]
  /** null: every series, and what concerns none. */
  readonly seriesIds: readonly number[] | null
}

import type { EventEnvelope } from '@seriema/domain/event'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'

/** An event of one kind as announced; `Subject` says where to look and is all that the row's payload holds. */
export type Announced<K extends string, Subject> = Omit<EventEnvelope, 'kind'> & { readonly kind: K } & Subject

/** An event with its series, where that is still there, and `Found`: what it points at. */
export type Resolved<K extends string, Subject, Found> = {
  readonly kind: K
  readonly event: Announced<K, Subject>
  readonly series: Series | null
} & Found

/** What an event points at, with the series it cannot be told without. */
export interface OfSeries {
  readonly series: Series
}

/** null where what the event points at, or the series it cannot be told without, is gone. */
export type Resolve<K extends string, Subject, Found> = (
  event: Announced<K, Subject>,
  series: Series | null,
) => Resolved<K, Subject, Found> | null

/** One kind of event: what it says in the log, and how what it points at is read for whoever subscribes. */
export interface KindOfEvent<K extends string, Subject, Found> {
  readonly kind: K
  /** Rows that an event points at, 1 at least; 1 for what is read as a whole. */
  weight(event: Announced<K, Subject>): number
  /** Values that an item keeps in memory while it waits for a slow subscriber. */
  size(item: Resolved<K, Subject, Found>): number
  /** Reads what all of `events` point at: in one statement at most, whatever their number. */
  load(db: Db, events: readonly Announced<K, Subject>[]): Promise<Resolve<K, Subject, Found>>
}

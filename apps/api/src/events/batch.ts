import { firstMessage } from '@seriema/domain/event'
import type { Db } from '../store/database.ts'
import type { Series } from '../store/series.ts'
import { findSeriesByIds } from '../store/series.ts'
import type { Event, Item } from './event.ts'
import { loadKind, weightOf } from './event.ts'

/**
 * One message of a stream: whole events in order, and the cursor to resume after them. What was deleted in the meantime
 * is left out. Subscribers with the same filter receive the same object.
 */
export interface Batch {
  readonly cursor: string
  readonly items: readonly Item[]
}

/** As many of the first events as one message holds: one at least. */
export const firstBatch = (events: readonly Event[]): readonly Event[] => firstMessage(events, weightOf)

/** Reads what the events point at: one statement per kind, whatever their number. */
export async function loadItems(db: Db, events: readonly Event[]): Promise<readonly Item[]> {
  if (events.length === 0) return []
  const kinds = new Set(events.map(event => event.kind))
  const [series, loaded] = await Promise.all([
    findSeries(db, events),
    Promise.all([...kinds].map(kind => loadKind(db, kind, events))),
  ])
  const itemById = new Map(loaded.flatMap(resolve => resolve(series)))
  return events.flatMap(event => itemById.get(event.id) ?? [])
}

async function findSeries(db: Db, events: readonly Event[]): Promise<ReadonlyMap<number, Series>> {
  const ids = new Set(events.flatMap(event => event.seriesId ?? []))
  const found = ids.size === 0 ? [] : await findSeriesByIds(db, [...ids])
  return new Map(found.map(each => [each.id, each]))
}

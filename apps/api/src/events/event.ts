import type { Db } from '../store/database.ts'
import type { Series } from '../store/series.ts'
import type { Announced, KindOfEvent, Resolved } from './kinds/contract.ts'
import { registry } from './kinds/registry.ts'

type Registry = typeof registry
export type EventKind = keyof Registry

/** In no order. */
export const eventKinds = Object.keys(registry) as readonly EventKind[]

type SubjectOf<K extends EventKind> =
  Registry[K] extends KindOfEvent<infer _K, infer Subject, infer _Found> ? Subject : never
type FoundOf<K extends EventKind> =
  Registry[K] extends KindOfEvent<infer _K, infer _Subject, infer Found> ? Found : never

/** An event as announced. */
export type EventOf<K extends EventKind> = { readonly [P in K]: Announced<P, SubjectOf<P>> }[K]
export type Event = EventOf<EventKind>

/** An event about to be announced. */
export type NewEvent = { readonly [K in EventKind]: Omit<EventOf<K>, 'id' | 'at'> }[EventKind]

/** An event with what it points at. */
export type ItemOf<K extends EventKind> = { readonly [P in K]: Resolved<P, SubjectOf<P>, FoundOf<P>> }[K]
export type Item = ItemOf<EventKind>

const family: { readonly [K in EventKind]: KindOfEvent<K, SubjectOf<K>, FoundOf<K>> } = registry

export const weightOf = <K extends EventKind>(event: EventOf<K>): number => family[event.kind].weight(event)
export const sizeOf = <K extends EventKind>(item: ItemOf<K>): number => family[item.kind].size(item)

/**
 * Reads what those of one kind among `events` point at, at once; with the series there are, that turns each of them, by
 * its id, into its item: null where what it points at is gone.
 */
export async function loadKind<K extends EventKind>(db: Db, kind: K, events: readonly Event[]) {
  const own = events.filter((event): event is Event & EventOf<K> => event.kind === kind)
  const resolve = await family[kind].load(db, own)
  return (series: ReadonlyMap<number, Series>): readonly (readonly [id: number, item: ItemOf<K> | null])[] =>
    own.map(event => [event.id, resolve(event, (event.seriesId === null ? null : series.get(event.seriesId)) ?? null)])
}

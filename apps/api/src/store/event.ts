import { type EventEnvelope, eventRetention } from '@seriema/domain/event'
import type { Db } from './database.ts'

/** Every process that wants to know of events sooner than it would by polling listens here. */
export const eventsChannel = 'seriema'

/** Held by one announcing transaction at a time, over the whole database. */
const announcing = 7_235_002

/**
 * One round trip: waits for its turn, gives ids, leaves a NOTIFY that carries the last id. The turn lasts until the
 * commit, so ids ascend in the order of commits. That costs nothing in commits side by side which NOTIFY, under a lock
 * of its own until the commit, would not. What the news say beside the envelope is their payload.
 */
export async function appendEvents(
  tx: Db,
  news: readonly Omit<EventEnvelope, 'id' | 'at'>[],
  now: number,
): Promise<void> {
  const rows = news.map(({ kind, seriesId, ...payload }) => ({ kind, seriesId, payload }))
  await tx.sql`
    with turn as materialized (select pg_advisory_xact_lock(${announcing}::int8)),
    appended as (
      insert into events (kind, series_id, payload, happened_at)
      select n.item->>'kind', (n.item->'seriesId')::int, n.item->'payload', to_timestamp(${now / 1_000}::float8)
      from turn, jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) with ordinality as n (item, place)
      order by n.place
      returning id)
    select pg_notify(${eventsChannel}, (select max(id)::text from appended))`
}

export interface EventRange {
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly upTo?: number
  readonly kinds?: readonly string[]
  /** null: of every series and of none. */
  readonly seriesIds?: readonly number[] | null
  readonly limit: number
}

/** In the order of ids. `E` is what events of these kinds say when announced: payloads are not checked again. */
export async function readEvents<E extends EventEnvelope>(db: Db, range: EventRange): Promise<readonly E[]> {
  const { sql } = db
  const { after, upTo, kinds, seriesIds, limit } = range
  const rows = await sql<{ id: number; kind: string; series_id: number | null; payload: object; at: number }[]>`
    select id, kind, series_id, payload, date_part('epoch', happened_at) * 1000 as at from events
    where id > ${after}::int8
      ${upTo === undefined ? sql`` : sql`and id <= ${upTo}::int8`}
      ${kinds === undefined ? sql`` : sql`and kind = any(${sql.array([...kinds], 25)})`}
      ${seriesIds == null ? sql`` : sql`and series_id = any(${sql.array([...seriesIds], 23)})`}
    order by id limit ${limit}`
  return rows.map(
    row => ({ id: row.id, at: Math.round(row.at), seriesId: row.series_id, kind: row.kind, ...row.payload }) as E,
  )
}

export interface EventSpan {
  /** 0 where there is none. */
  readonly newest: number
  readonly oldest: { readonly id: number; readonly at: number } | null
}

export async function eventSpan(db: Db): Promise<EventSpan> {
  const [row] = await db.sql<{ newest: number; id: number | null; at: number | null }[]>`
    select coalesce((select max(id) from events), 0) as newest, o.id, date_part('epoch', o.happened_at) * 1000 as at
    from (select) s left join lateral (select id, happened_at from events order by id limit 1) o on true`
  const { newest, id, at } = row!
  return { newest, oldest: id === null ? null : { id, at: Math.round(at!) } }
}

/** Forgets events past their time, but the newest of them, which stays to show where the gap begins. */
export async function pruneEvents(db: Db, now: number): Promise<void> {
  await db.sql`delete from events where id <
    (select max(id) from events where happened_at < to_timestamp(${(now - eventRetention) / 1_000}::float8))`
}

import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import type { Delivery } from '../delivery.ts'
import type { LockedReceiver } from '../receiver.ts'
import { delivery as table } from '../tables/delivery.ts'
import { receiver } from '../tables/receiver.ts'

/** A delivery that is somebody's to send until `takenUntil`, and to whom. */
export interface Taken {
  readonly delivery: Delivery
  readonly receiver: LockedReceiver
}

export interface Taking {
  /** Epoch milliseconds. */
  readonly now: number
  readonly until: number
  /** Deliveries to one receiver at once. */
  readonly atOnce: number
  /** Deliveries that are under way here, by the id of their receiver: they are not taken up twice, even if a clock is set. */
  readonly underWay: ReadonlyMap<number, ReadonlySet<number>>
}

const written = (at: number): string => new Date(at).toISOString()

/**
 * Takes what is due: each row for one process alone, until it lets go or the time is over. Of one alert a receiver is told
 * in order: what is said later waits for what was said before to be delivered, given up, and out of hand.
 */
export async function takeDeliveries(db: Db, { now, until, atOnce, underWay }: Taking): Promise<Taken[]> {
  const at = sql`${written(now)}::timestamptz`
  const busy = JSON.stringify(Object.fromEntries([...underWay].map(([id, { size }]) => [id, size])))
  const here = sql.param([...underWay.values()].flatMap(ids => [...ids]))
  const due = sql`
    select c.id from receivers r cross join lateral (
      select d.id from deliveries d
      where d.receiver_id = r.id and d.next_at <= ${at} and (d.taken_until is null or d.taken_until <= ${at})
        and d.id <> all(${here}::int8[])
        and (d.state = 'waiting' or not exists (select from alerts a where a.id = d.alert_id and a.state = 'resolved'))
        and not exists (
          select from deliveries e
          where e.alert_id = d.alert_id and e.receiver_id = d.receiver_id and e.id < d.id
            and (e.state = 'waiting' or e.taken_until > ${at}))
      order by d.next_at, d.id
      limit greatest(0, ${atOnce}::int - coalesce((${busy}::jsonb->>r.id::text)::int, 0))
      for update of d skip locked) c`
  // An array is made once: as a condition the rows to be locked might be looked for again and again.
  const rows = await db.query
    .update(table)
    .set({
      takenUntil: until,
      attempts: sql`${table.attempts} + (${table.state} = 'waiting')::int`,
    })
    .from(receiver)
    .where(and(eq(receiver.id, table.receiverId), sql`${table.id} = any(array(${due}))`))
    .returning({ delivery: getTableColumns(table), receiver: getTableColumns(receiver) })
  return rows.sort((a, b) => a.delivery.id - b.delivery.id)
}

/** Still in the hands of whoever took it. */
const mine = ({ id, takenUntil }: Delivery): SQL | undefined => and(eq(table.id, id), eq(table.takenUntil, takenUntil!))

/** It was taken; `again`: when it is to be said again, unless something later was said of its alert since. */
export async function deliveryDone(db: Db, one: Delivery, now: number, again: number | null): Promise<void> {
  const later = sql`exists (select from deliveries l where l.alert_id = ${table.alertId}
    and l.receiver_id = ${table.receiverId} and l.id > ${table.id})`
  await db.query
    .update(table)
    .set({
      state: 'delivered',
      deliveredAt: sql`coalesce(${table.deliveredAt}, ${written(now)})`,
      failure: null,
      takenUntil: null,
      nextAt: again === null ? null : sql`case when ${later} then null else ${written(again)}::timestamptz end`,
    })
    .where(mine(one))
}

/** It was not; `again`: when it is tried again, null: nobody tries any more. */
export async function deliveryFailed(db: Db, one: Delivery, failure: string, again: number | null): Promise<void> {
  await db.query
    .update(table)
    .set({ state: again === null ? 'dead' : 'waiting', failure, takenUntil: null, nextAt: again })
    .where(mine(one))
}

/** What was said before was not said again; it is tried at `again`, unless something later was said since. */
export async function repeatFailed(db: Db, one: Delivery, again: number): Promise<void> {
  await db.query
    .update(table)
    .set({
      takenUntil: null,
      nextAt: sql`case when ${table.nextAt} is null then null else ${written(again)}::timestamptz end`,
    })
    .where(mine(one))
}

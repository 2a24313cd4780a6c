import type { Notice } from '@seriema/domain/notice'
import { and, isNotNull, lt, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { delivery as table } from './tables/delivery.ts'
import { receiver } from './tables/receiver.ts'

/** Whoever delivers listens here, to begin sooner than it would by polling. */
export const deliveriesChannel = 'seriema_deliveries'

/** One notice to one receiver. Instants in epoch milliseconds. */
export type Delivery = Readonly<typeof table.$inferSelect>

/**
 * The notice goes to each of these receivers once the transaction commits, and only if it does; a receiver that is gone is
 * left out, one named twice is told once. Notices of one alert reach a receiver in the order in which they are given here,
 * so whoever calls this has the alert's row locked.
 */
export async function queueDeliveries(tx: Db, receiverIds: readonly number[], notice: Notice): Promise<void> {
  if (receiverIds.length === 0) return
  const { alertId, at } = notice
  // What was said of the alert before is said again no more.
  if (alertId !== null)
    await tx.query
      .update(table)
      .set({ nextAt: null })
      .where(
        and(
          sql`${table.alertId} = ${alertId}`,
          sql`${table.state} = 'delivered'`,
          isNotNull(table.nextAt),
          anyOf(table.receiverId, receiverIds),
        ),
      )
  const now = new Date(at).toISOString()
  await tx.query.execute(sql`
    insert into ${table} (receiver_id, alert_id, notice, state, next_at, made_at, tried_since)
    select ${receiver.id}, ${alertId}::int8, ${JSON.stringify(notice)}::jsonb, 'waiting', ${now}, ${now}, ${now}
    from ${receiver} where ${anyOf(receiver.id, [...new Set(receiverIds)])} order by ${receiver.id}
    for key share`)
  await tx.sql`select pg_notify(${deliveriesChannel}, '')`
}

/** Removes what is over since before an instant. */
export async function pruneDeliveries({ query }: Db, before: number): Promise<void> {
  await query
    .delete(table)
    .where(and(sql`${table.state} <> 'waiting'`, sql`${table.nextAt} is null`, lt(table.madeAt, before)))
}

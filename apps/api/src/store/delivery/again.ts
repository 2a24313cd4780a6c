import { and, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { type Delivery, deliveriesChannel } from '../delivery.ts'
import { delivery as table } from '../tables/delivery.ts'

/** Whether its receiver has taken something that was said of the alert later. */
export async function overtaken({ query }: Db, { id, receiverId, alertId }: Delivery): Promise<boolean> {
  if (alertId === null) return false
  const [later] = await query
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.alertId, alertId),
        eq(table.receiverId, receiverId),
        gt(table.id, id),
        sql`(${table.state} = 'delivered' or ${table.takenUntil} is not null)`,
      ),
    )
    .limit(1)
  return later !== undefined
}

/** Waits again from now on; null where it was not given up. */
export async function reviveDelivery(tx: Db, id: number, now: number): Promise<Delivery | null> {
  const [revived] = await tx.query
    .update(table)
    .set({ state: 'waiting', attempts: 0, nextAt: now, triedSince: now })
    .where(and(eq(table.id, id), eq(table.state, 'dead')))
    .returning()
  await tx.sql`select pg_notify(${deliveriesChannel}, '')`
  return revived ?? null
}

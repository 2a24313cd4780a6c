import type { DeliveryState } from '@seriema/domain/delivery'
import type { PageRequest } from '@seriema/domain/page'
import { and, count, eq } from 'drizzle-orm'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import type { Delivery } from '../delivery.ts'
import { comesAfter, inOrder, type Order, type Page, startOf, toPage } from '../page.ts'
import { delivery as table } from '../tables/delivery.ts'

/** Those that exist, in no particular order. */
export const findDeliveries = async ({ query }: Db, ids: readonly number[]): Promise<Delivery[]> =>
  query.select().from(table).where(anyOf(table.id, ids))

/** Conditions that all must hold; null always does. */
export interface DeliveryFilter {
  readonly state: DeliveryState | null
  readonly receiverId: number | null
  readonly alertId: number | null
}

/** The newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listDeliveries(
  { query }: Db,
  { state, receiverId, alertId }: DeliveryFilter,
  listing: PageRequest,
): Promise<Page<Delivery>> {
  const order: Order = { by: table.madeAt, of: 'instant', id: table.id, descending: true }
  const { after, falling, limit } = startOf(listing, order)
  const wanted = and(
    state === null ? undefined : eq(table.state, state),
    receiverId === null ? undefined : eq(table.receiverId, receiverId),
    alertId === null ? undefined : eq(table.alertId, alertId),
  )
  const [rows, [counted]] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(wanted, after === null ? undefined : comesAfter(order, falling, after.value, after.id)))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.select({ count: count() }).from(table).where(wanted),
  ])
  return toPage(listing, rows, ({ madeAt, id }) => [madeAt, id], counted!.count)
}

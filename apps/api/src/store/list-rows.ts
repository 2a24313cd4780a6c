import type { PageRequest } from '@seriema/domain/page'
import { and, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db } from './database.ts'
import { comesAfter, inOrder, type Order, type Page, type Position, startOf, toPage } from './page.ts'

/** A page of the rows of a table that meet a condition, in an order of its own. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listRows<T extends PgTable>(
  { query }: Db,
  table: T,
  matching: SQL | undefined,
  order: Order,
  position: (row: T['$inferSelect']) => Position,
  request: PageRequest,
): Promise<Page<T['$inferSelect']>> {
  const { after, falling, limit } = startOf(request, order)
  const [rows, count] = await Promise.all([
    query
      .select()
      .from(table as PgTable)
      .where(and(matching, after === null ? undefined : comesAfter(order, falling, after.value, after.id)))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.$count(table, matching),
  ])
  return toPage(request, rows as T['$inferSelect'][], position, count)
}

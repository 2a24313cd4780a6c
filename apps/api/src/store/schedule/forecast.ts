import type { PageRequest } from '@seriema/domain/page'
import { and, eq, gte, inArray, isNotNull, lt, type SQL } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { readForecast, type StoredForecast } from '../forecast.ts'
import type { Order, Page } from '../page.ts'
import { comesAfter, inOrder, startOf, toPage } from '../page.ts'
import { forecast as table } from '../tables/forecast.ts'
import { scheduleRun } from '../tables/schedule.ts'

/** A forecast that a schedule had made. */
export type ScheduledForecast = StoredForecast & { readonly runId: number }

export interface ScheduledFilter {
  readonly scheduleId?: number | null | undefined
  /** Made from points up to an instant from here on, and before there (epoch milliseconds). */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

const lastFirst: Order = { by: table.origin, of: 'instant', id: table.id, descending: true }

/** Of a series, the one made from the latest points first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listScheduledForecasts(
  { query }: Db,
  seriesId: number,
  { scheduleId, from, to }: ScheduledFilter,
  request: PageRequest = {},
): Promise<Page<ScheduledForecast>> {
  const { after, falling, limit } = startOf(request, lastFirst)
  const runs = query
    .select({ id: scheduleRun.id })
    .from(scheduleRun)
    .where(eq(scheduleRun.scheduleId, scheduleId ?? 0))
  const matching: SQL | undefined = and(
    eq(table.seriesId, seriesId),
    isNotNull(table.runId),
    scheduleId == null ? undefined : inArray(table.runId, runs),
    from == null ? undefined : gte(table.origin, from),
    to == null ? undefined : lt(table.origin, to),
  )
  const [rows, count] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(lastFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(lastFirst, falling))
      .limit(limit),
    query.$count(table, matching),
  ])
  return toPage(
    request,
    rows.map(row => readForecast(row) as ScheduledForecast),
    one => [one.origin, one.id],
    count,
  )
}

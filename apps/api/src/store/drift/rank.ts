import { worstOf } from '@seriema/domain/drift'
import type { GroupCondition } from '@seriema/domain/group'
import type { PageRequest } from '@seriema/domain/page'
import { and, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { readDrift, type StoredDrift } from '../drift.ts'
import { meets } from '../group.ts'
import type { Order, Page } from '../page.ts'
import { comesAfter, inOrder, startOf, toPage } from '../page.ts'
import { there } from '../series/deleted.ts'
import { drift as table } from '../tables/drift.ts'
import { series } from '../tables/series.ts'

export interface DriftFilter {
  /** Only of members of a group of these conditions. */
  readonly conditions?: readonly GroupCondition[] | null | undefined
  /** Only those that have drifted, or those that have not. */
  readonly drifted?: boolean | null | undefined
}

const worstFirst: Order = { by: table.worst, of: 'measure', id: table.seriesId, descending: true }

/** Those nearest to their limit, or farthest beyond, first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function rankDrift(
  { query }: Db,
  { conditions, drifted }: DriftFilter,
  request: PageRequest = {},
): Promise<Page<StoredDrift>> {
  const { after, falling, limit } = startOf(request, worstFirst)
  const which = and(
    conditions == null ? there : meets(conditions),
    isNotNull(table.drift),
    drifted == null ? undefined : eq(table.drifted, drifted),
  )
  const [rows, [counted]] = await Promise.all([
    query
      .select(getTableColumns(table))
      .from(table)
      .innerJoin(series, eq(series.id, table.seriesId))
      .where(and(which, after === null ? undefined : comesAfter(worstFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(worstFirst, falling))
      .limit(limit),
    query
      .select({ count: sql<number>`count(*)::int` })
      .from(table)
      .innerJoin(series, eq(series.id, table.seriesId))
      .where(which),
  ])
  return toPage(request, rows.map(readDrift), one => [worstOf(one), one.seriesId], counted!.count)
}

/** A channel that is far on its way to its limit, or beyond. */
export interface DriftedChannel {
  readonly key: string
  readonly channel: string
  readonly psi: number
  readonly limit: number
}

/** Of the `most` series that have drifted farthest, each channel; for whoever draws it over time. */
export async function driftedMost({ query }: Db, most: number): Promise<readonly DriftedChannel[]> {
  const rows = await query
    .select({ key: series.key, channels: series.channels, drift: table.drift })
    .from(table)
    .innerJoin(series, eq(series.id, table.seriesId))
    .where(and(there, isNotNull(table.drift)))
    .orderBy(...inOrder(worstFirst, true))
    .limit(most)
  return rows.flatMap(({ key, channels, drift }) =>
    drift!.channels.flatMap(({ channel, psi, limit }) => {
      const name = channels[channel]?.name
      return name === undefined ? [] : [{ key, channel: name, psi, limit }]
    }),
  )
}

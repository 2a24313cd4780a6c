import type { GroupCondition } from '@seriema/domain/group'
import type { PageRequest } from '@seriema/domain/page'
import type { QualityRule } from '@seriema/domain/quality'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { meets } from '../group.ts'
import type { Order, Page } from '../page.ts'
import { comesAfter, inOrder, startOf, toPage } from '../page.ts'
import { type Quality, readQuality } from '../quality.ts'
import { there } from '../series/deleted.ts'
import { quality as table } from '../tables/quality.ts'
import { series } from '../tables/series.ts'

export interface QualityFilter {
  /** Only of members of a group of these conditions. */
  readonly conditions?: readonly GroupCondition[] | null | undefined
  /** Only those that fail this rule. */
  readonly failing?: QualityRule | null | undefined
}

const worstFirst: Order = { by: table.failing, of: 'count', id: table.seriesId, descending: true }

/** Those that fail most rules first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function rankQuality(
  { query }: Db,
  { conditions, failing }: QualityFilter,
  request: PageRequest = {},
): Promise<Page<Quality>> {
  const { after, falling, limit } = startOf(request, worstFirst)
  const which = and(
    conditions == null ? there : meets(conditions),
    failing == null ? undefined : sql`${table.results} @> ${JSON.stringify([{ rule: failing, passed: false }])}::jsonb`,
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
  const failed = new Map(rows.map(row => [row.seriesId, row.failing]))
  return toPage(request, rows.map(readQuality), one => [failed.get(one.seriesId)!, one.seriesId], counted!.count)
}

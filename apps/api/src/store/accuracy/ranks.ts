import type { AccuracyMeasure, AccuracyTotals } from '@seriema/domain/accuracy'
import type { Speaker } from '@seriema/domain/deployment'
import type { PageRequest } from '@seriema/domain/page'
import { type SQL, sql } from 'drizzle-orm'
import type { AccuracyFilter } from '../accuracy.ts'
import type { Db } from '../database.ts'
import { meetsAll } from '../group.ts'
import type { Order, Page } from '../page.ts'
import { comesAfter, inOrder, startOf, toPage } from '../page.ts'
import { there } from '../series/deleted.ts'
import { accuracy } from '../tables/accuracy.ts'
import { group } from '../tables/group.ts'
import { series } from '../tables/series.ts'
import { daysOf, type PooledRow, pooled, readPooled } from './pooled.ts'

/** What is ranked. */
export const accuracySubjects = ['series', 'speaker', 'group', 'attribute', 'lead'] as const
export type AccuracySubject = (typeof accuracySubjects)[number]

export interface RankRequest extends AccuracyFilter, PageRequest {
  readonly by: AccuracySubject
  /** Name of the attribute whose values are ranked. */
  readonly attribute: string | null
  readonly measure: AccuracyMeasure
  /** Of the interval whose coverage is told. */
  readonly level: number
}

/** A place in a ranking: exactly one of its subjects is there. */
export interface AccuracyRank {
  readonly seriesId: number | null
  readonly groupId: number | null
  readonly speaker: Speaker | null
  /** Value of the attribute. */
  readonly value: string | null
  readonly lead: number | null
  readonly totals: AccuracyTotals
}

interface Row extends PooledRow {
  readonly id: number
  readonly name: string
  readonly sorted: number
  readonly total: number
  readonly forecaster: string | null
  readonly version_id: number | null
}

/** Each subject's name in text, whence its cells come, and the number by which equals are put in order. */
const subjects: Readonly<Record<AccuracySubject, { readonly name: SQL; readonly joined: SQL; readonly id: SQL }>> = {
  series: { name: sql`${accuracy.seriesId}::text`, joined: sql``, id: sql`name::bigint` },
  speaker: {
    name: sql`concat_ws(' ', coalesce(${accuracy.versionId}, 0), ${accuracy.forecaster})`,
    joined: sql``,
    id: sql`abs(hashtext(name)::bigint)`,
  },
  group: {
    name: sql`${group.id}::text`,
    joined: sql`join ${group} on ${meetsAll(sql`${group.conditions}`)}`,
    id: sql`name::bigint`,
  },
  attribute: {
    name: sql`attribute.value`,
    joined: sql`join lateral jsonb_to_recordset(${series.attributes}) as attribute (name text, value text) on true`,
    id: sql`abs(hashtext(name)::bigint)`,
  },
  lead: { name: sql`${accuracy.lead}::text`, joined: sql``, id: sql`name::bigint` },
}

/** How bad it is, so that more is worse; null where it cannot be said. */
const badness = (measure: AccuracyMeasure, level: number): SQL => {
  const measures: Readonly<Record<AccuracyMeasure, SQL>> = {
    mae: sql`absolute / nullif(count, 0)`,
    mape: sql`relative / nullif(relative_count, 0)`,
    rmse: sql`sqrt(greatest(0, squared) / nullif(count, 0))`,
    mase: sql`scaled_error / nullif(seasonal_change, 0)`,
    bias: sql`abs(error) / nullif(count, 0)`,
    r2: sql`squared / nullif(spread, 0)`,
    coverage: sql`abs(${level}::float8 - inside / nullif(judged, 0))`,
  }
  return measures[measure]
}

const order: Order = { by: sql`sorted`, of: 'measure', id: sql`id`, descending: true }

/** The worst first; what cannot be said of is left out. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function rankAccuracy({ query }: Db, request: RankRequest): Promise<Page<AccuracyRank>> {
  const { by, attribute, measure, level, lead = null, channel = null } = request
  const { name, joined, id } = subjects[by]
  const { after, falling, limit } = startOf(request, order)
  const rows = await query.execute<Row & Record<string, unknown>>(sql`
    with parts as (
      select ${name} as name, min(${accuracy.forecaster}) as forecaster, min(${accuracy.versionId}) as version_id,
        sum(count) as count, sum(error) as error, sum(absolute) as absolute, sum(squared) as squared,
        sum(relative) as relative, sum(relative_count) as relative_count, sum(scaled_error) as scaled_error,
        sum(seasonal_change) as seasonal_change,
        greatest(0, sum(deviation_squared) - sum(deviation) ^ 2 / sum(count)) as spread,
        sum((coverage->${`${level}`}::text->>0)::float8) as inside, sum((coverage->${`${level}`}::text->>1)::float8) as judged
      from ${accuracy} join ${series} on ${series.id} = ${accuracy.seriesId} ${joined}
      where ${there} and ${daysOf(request)}
        and (${attribute}::text is null or ${by === 'attribute' ? sql`attribute.name = ${attribute}::text` : sql`true`})
        and (${lead}::int is null or ${accuracy.lead} = ${lead}::int)
        and (${channel}::text is null or ${series.channels}->${accuracy.channel}->>'name' = ${channel}::text)
      group by 1, ${accuracy.seriesId}, ${accuracy.channel}
    ), summed as (
      select name, ${id} as id, min(forecaster) as forecaster, min(version_id) as version_id, sum(count) as count,
        sum(error) as error, sum(absolute) as absolute, sum(squared) as squared, sum(relative) as relative,
        sum(relative_count) as relative_count, sum(scaled_error) as scaled_error, sum(seasonal_change) as seasonal_change,
        sum(spread) as spread, coalesce(sum(inside), 0) as inside, coalesce(sum(judged), 0) as judged
      from parts group by name
    ), ranked as (
      select *, ${badness(measure, level)} as sorted from summed
    ), counted as (
      select *, count(*) over ()::int as total from ranked where sorted is not null
    )
    select id, sorted, total, name, forecaster, version_id, ${pooled.sums} from (
      select *, json_build_object(${`${level}`}::text, json_build_array(inside, judged)) as coverage from counted) c
    where ${after === null ? sql`true` : comesAfter(order, falling, after.value, after.id)}
    order by ${sql.join(inOrder(order, falling), sql`, `)} limit ${limit}`)
  const ranks = rows.map(row => ({ row, rank: readRank(by, row) }))
  const page = toPage(request, ranks, ({ row }) => [row.sorted, row.id], rows[0]?.total ?? 0)
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: node.rank, cursor })) }
}

const readRank = (by: AccuracySubject, row: Row): AccuracyRank => ({
  seriesId: by === 'series' ? Number(row.name) : null,
  groupId: by === 'group' ? Number(row.name) : null,
  speaker: by === 'speaker' ? { kind: row.forecaster!, versionId: row.version_id } : null,
  value: by === 'attribute' ? row.name : null,
  lead: by === 'lead' ? Number(row.name) : null,
  totals: readPooled(row),
})

import { type AccuracyFigures, type AccuracyTotals, figures } from '@seriema/domain/accuracy'
import type { Speaker } from '@seriema/domain/deployment'
import type { Attribute } from '@seriema/domain/series'
import { eq, type SQL, sql } from 'drizzle-orm'
import { type AccuracyWindow, daysOf, type PooledRow, pooled, readPooled } from './accuracy/pooled.ts'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { type Group, meetsAll } from './group.ts'
import { there } from './series/deleted.ts'
import { accuracy } from './tables/accuracy.ts'
import { series } from './tables/series.ts'

export type { AccuracyWindow } from './accuracy/pooled.ts'

/** Which pairs; null: all. */
export interface AccuracyFilter extends AccuracyWindow {
  readonly lead?: number | null
  /** Name of a channel. */
  readonly channel?: string | null
}

/** What figures are told apart by. */
export const accuracyDimensions = ['day', 'lead', 'speaker', 'channel'] as const
export type AccuracyDimension = (typeof accuracyDimensions)[number]

/** Figures of one part; what it is not told apart by is null. */
export interface AccuracyPart {
  /** When the day begins, epoch milliseconds. */
  readonly day: number | null
  readonly lead: number | null
  readonly speaker: Speaker | null
  /** 0-based place. */
  readonly channel: number | null
  readonly totals: AccuracyTotals
}

interface Row extends PooledRow {
  readonly owner: number
  readonly day: string | null
  readonly lead: number | null
  readonly forecaster: string | null
  readonly version_id: number | null
  readonly channel: number | null
}

/** By `owner`, an expression of what parts belong to; each owner's by day, lead and channel. */
async function partsBy(
  { query }: Db,
  owner: SQL,
  which: SQL,
  { lead = null, channel = null, ...window }: AccuracyFilter,
  by: readonly AccuracyDimension[],
): Promise<Map<number, AccuracyPart[]>> {
  const split = (dimension: AccuracyDimension, column: SQL) =>
    sql`case when ${by.includes(dimension)} then ${column} end`
  const rows = await query.execute<Row & Record<string, unknown>>(sql`
    with cells as (
      select ${owner}::int as owner, ${split('day', sql`${accuracy.day}`)} as day, ${split('lead', sql`${accuracy.lead}`)} as lead,
        ${split('speaker', sql`${accuracy.forecaster}`)} as forecaster,
        ${split('speaker', sql`${accuracy.versionId}`)} as version_id,
        ${split('channel', sql`${accuracy.channel}`)}::int as channel, ${pooled.columns}
      from ${accuracy} join ${series} on ${series.id} = ${accuracy.seriesId}
      where ${there} and ${which} and ${daysOf(window)}
        and (${lead}::int is null or ${accuracy.lead} = ${lead}::int)
        and (${channel}::text is null or ${series.channels}->${accuracy.channel}->>'name' = ${channel}::text)
    ), named as (
      select *, concat_ws(' ', owner, extract(epoch from day), lead, channel, version_id, forecaster) as name from cells
    ), ${pooled.byName}
    select owner, day, lead, forecaster, version_id, channel, ${pooled.sums}
    from summed left join covered using (name)
    order by owner, day, lead, channel, version_id nulls first, forecaster`)
  const parts = rows.map(row => ({
    owner: row.owner,
    day: row.day === null ? null : new Date(row.day).getTime(),
    lead: row.lead,
    speaker: row.forecaster === null ? null : { kind: row.forecaster, versionId: row.version_id },
    channel: row.channel,
    totals: readPooled(row),
  }))
  return Map.groupBy(parts, one => one.owner)
}

/** Of each of these series. */
export const accuracyOfSeries = (
  db: Db,
  seriesIds: readonly number[],
  filter: AccuracyFilter,
  by: readonly AccuracyDimension[],
): Promise<Map<number, AccuracyPart[]>> =>
  partsBy(db, sql`${accuracy.seriesId}`, anyOf(accuracy.seriesId, seriesIds), filter, by)

/** Whose forecasts: of the members of a group, of a version, of a kind without one, or of series with an attribute. */
export type AccuracyOwner =
  | { readonly members: Pick<Group, 'conditions'> }
  | { readonly versionId: number }
  | { readonly kind: string }
  | { readonly attribute: Attribute }

function belonging(owner: AccuracyOwner): SQL {
  if ('members' in owner) return meetsAll(sql`${JSON.stringify(owner.members.conditions)}::jsonb`)
  if ('versionId' in owner) return eq(accuracy.versionId, owner.versionId)
  if ('kind' in owner) return sql`${accuracy.versionId} is null and ${accuracy.forecaster} = ${owner.kind}`
  return sql`${series.attributes} @> ${JSON.stringify([owner.attribute])}::jsonb`
}

/** Over all series that belong. */
export const accuracyOf = async (
  db: Db,
  owner: AccuracyOwner,
  filter: AccuracyFilter,
  by: readonly AccuracyDimension[],
): Promise<AccuracyPart[]> => (await partsBy(db, sql`0`, belonging(owner), filter, by)).get(0) ?? []

/** How accurate the forecasts of each of these series were; those of which nothing was compared are left out. */
export async function accuracyOver(
  db: Db,
  seriesIds: readonly number[],
  window: AccuracyWindow,
): Promise<Map<number, AccuracyFigures>> {
  const found = await accuracyOfSeries(db, seriesIds, window, [])
  return new Map([...found].map(([id, [part]]) => [id, figures(part!.totals)]))
}

/** How accurate the forecasts of a series were on each day of UTC that has any, the first first. */
export async function accuracyHistory(
  db: Db,
  seriesId: number,
  window: AccuracyWindow,
): Promise<{ readonly day: number; readonly figures: AccuracyFigures }[]> {
  const found = await accuracyOfSeries(db, [seriesId], window, ['day'])
  return (found.get(seriesId) ?? []).map(({ day, totals }) => ({ day: day!, figures: figures(totals) }))
}

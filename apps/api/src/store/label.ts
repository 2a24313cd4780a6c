import type { Speaker } from '@seriema/domain/deployment'
import type { LabelVerdict } from '@seriema/domain/label'
import type { PageRequest } from '@seriema/domain/page'
import { and, eq, getTableColumns, gte, isNotNull, isNull, lt, type SQL } from 'drizzle-orm'
import type { StoredAnomaly } from './anomaly.ts'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Order, Page } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { ofSeriesThere } from './series/deleted.ts'
import { anomaly } from './tables/anomaly.ts'
import { label as table } from './tables/label.ts'

/** A label as it is stored. Instants in epoch milliseconds; `value` is null for a span in which one was missed. */
export interface Label {
  readonly id: number
  readonly seriesId: number
  /** null: of all channels. */
  readonly channel: number | null
  readonly from: number
  /** Exclusive; of a value, its own instant. */
  readonly to: number
  readonly value: number | null
  readonly verdict: LabelVerdict
  readonly note: string | null
  /** Who raised it, or watched when it was missed. */
  readonly speaker: Speaker
  readonly madeAt: number
  readonly by: string | null
}

export interface NewLabel extends Omit<Label, 'id' | 'madeAt'> {
  /** When it was raised; null for a span. */
  readonly foundAt: number | null
}

/** What was said of the same before is forgotten. */
export async function saveLabel(tx: Db, { speaker, ...rest }: NewLabel, now: number): Promise<Label> {
  const written = { ...rest, kind: speaker.kind, versionId: speaker.versionId, madeAt: now }
  const { seriesId: _series, channel: _channel, from: _from, to: _to, ...said } = written
  const [row] = await tx.query
    .insert(table)
    .values(written)
    .onConflictDoUpdate({ target: [table.seriesId, table.channel, table.from, table.to], set: said })
    .returning()
  return readLabel(row!)
}

function readLabel({ kind, versionId, foundAt: _, ...row }: typeof table.$inferSelect): Label {
  return { ...row, speaker: { kind, versionId } }
}

/** Those that exist, in no particular order. */
export const findLabels = async ({ query }: Db, ids: readonly number[]): Promise<Label[]> =>
  (
    await query
      .select()
      .from(table)
      .where(and(anyOf(table.id, ids), ofSeriesThere(table.seriesId)))
  ).map(readLabel)

/** Whether there was one. */
export async function deleteLabel(tx: Db, id: number): Promise<boolean> {
  const gone = await tx.query.delete(table).where(eq(table.id, id)).returning({ id: table.id })
  return gone.length > 0
}

/** Takes back what was said of some channels of a series. */
export async function forgetLabels(tx: Db, seriesId: number, channels: readonly number[]): Promise<void> {
  await tx.query.delete(table).where(and(eq(table.seriesId, seriesId), anyOf(table.channel, channels)))
}

/** Takes back what was said of values and spans that no point is left of. */
export async function forgetLabelsOfNothing({ sql }: Db, seriesId: number): Promise<void> {
  await sql`delete from labels l where series_id = ${seriesId} and not exists (
    select from points p where p.series_id = ${seriesId} and p.at >= l."from" and (p.at < l."to" or p.at = l."from"))`
}

export interface LabelFilter {
  readonly verdict?: LabelVerdict | null | undefined
  /** Only spans in which one was missed, or only what was raised. */
  readonly missed?: boolean | null | undefined
  /** Of what lies at least partly in this range: inclusive, exclusive; epoch milliseconds. */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
}

const order: Order = { by: table.from, of: 'instant', id: table.id, descending: true }

/** Of a series, by the instant of what is labelled, the newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listLabels(
  { query }: Db,
  seriesId: number,
  { verdict, missed, from, to }: LabelFilter = {},
  request: PageRequest = {},
): Promise<Page<Label>> {
  const { after, falling, limit } = startOf(request, order)
  const matching = and(
    eq(table.seriesId, seriesId),
    ofSeriesThere(table.seriesId),
    verdict == null ? undefined : eq(table.verdict, verdict),
    missed == null ? undefined : missed ? isNull(table.value) : isNotNull(table.value),
    from == null ? undefined : gte(table.to, from),
    to == null ? undefined : lt(table.from, to),
  )
  const [rows, count] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(matching, after === null ? undefined : comesAfter(order, falling, after.value, after.id)))
      .orderBy(...inOrder(order, falling))
      .limit(limit),
    query.$count(table, matching),
  ])
  return toPage(request, rows.map(readLabel), one => [one.from, one.id], count)
}

/** Whether a label is of the value that was raised, and not of one that stood there before it was replaced. */
export const ofSameValue: SQL | undefined = and(
  eq(table.seriesId, anomaly.seriesId),
  eq(table.channel, anomaly.channel),
  eq(table.from, anomaly.at),
  eq(table.value, anomaly.value),
)

/** What was said of each of these anomalies. */
export async function labelsOfAnomalies({ query }: Db, ids: readonly number[]): Promise<Map<number, Label>> {
  const rows = await query
    .select({ anomalyId: anomaly.id, label: getTableColumns(table) })
    .from(anomaly)
    .innerJoin(table, ofSameValue)
    .where(anyOf(anomaly.id, ids))
  return new Map(rows.map(({ anomalyId, label }) => [anomalyId, readLabel(label)]))
}

/** The anomaly that each of these labels is of, where one is kept. */
export async function anomaliesOfLabels({ query }: Db, ids: readonly number[]): Promise<Map<number, StoredAnomaly>> {
  const rows = await query
    .select({ labelId: table.id, anomaly: getTableColumns(anomaly) })
    .from(table)
    .innerJoin(anomaly, ofSameValue)
    .where(anyOf(table.id, ids))
  return new Map(rows.map(({ labelId, anomaly }) => [labelId, anomaly]))
}

/** How many anomalies are kept in a stretch of a series: `from` inclusive, `to` exclusive; channel null: in all. */
export const countRaised = (
  { query }: Db,
  seriesId: number,
  channel: number | null,
  from: number,
  to: number,
): Promise<number> =>
  query.$count(
    anomaly,
    and(
      eq(anomaly.seriesId, seriesId),
      channel === null ? undefined : eq(anomaly.channel, channel),
      gte(anomaly.at, from),
      lt(anomaly.at, to),
    ),
  )

/** Those of a series that lie in a range (`from` inclusive, `to` exclusive), by time; a thousand at most. */
export const labelsIn = async ({ query }: Db, seriesId: number, from: number, to: number): Promise<Label[]> =>
  (
    await query
      .select()
      .from(table)
      .where(and(eq(table.seriesId, seriesId), ofSeriesThere(table.seriesId), gte(table.from, from), lt(table.to, to)))
      .orderBy(table.from)
      .limit(1_000)
  ).map(readLabel)

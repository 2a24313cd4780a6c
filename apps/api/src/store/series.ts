import type { AlarmRules } from '@seriema/domain/anomaly'
import { defaultAlarmRules } from '@seriema/domain/anomaly'
import type { HeldDeployment } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import type { QualityLimits } from '@seriema/domain/quality'
import type { Attribute, Channel, SeriesDefinition } from '@seriema/domain/series'
import { type DeclaredStep, millisecondsOf, type Step, stepIn } from '@seriema/domain/step'
import type { Pattern } from '@seriema/domain/suppression'
import { and, asc, count, eq, getTableColumns, gte, isNotNull, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import { type Db, prepared } from './database.ts'
import type { Order, Page, Position } from './page.ts'
import { comesAfter, inOrder, startOf, toPage } from './page.ts'
import { patternsOf } from './search.ts'
import { doomExpired, keyTaken, there } from './series/deleted.ts'
import { ownDeployments } from './series/speakers.ts'
import { ownSuppressions } from './suppression.ts'
import { anomaly } from './tables/anomaly.ts'
import { series as table } from './tables/series.ts'

/** A stored series. Instants in epoch milliseconds; `interval` and `step` are the declared ones. */
export interface Series extends SeriesDefinition {
  readonly id: number
  readonly alarmRules: AlarmRules
  /** At which figures its points are bad; null: the defaults. */
  readonly qualityLimits: QualityLimits | null
  /** PSI at which it has drifted; null: the default. */
  readonly driftLimit: number | null
  /** Who was chosen to speak for it; where nobody was, its group or what speaks for all does. */
  readonly deployments: readonly HeldDeployment[]
  /** What is not raised any more, since somebody called one like it false. */
  readonly suppressions: readonly Pattern[]
  /** Median gap of the points in milliseconds, or what `inferredStep` is on average; null until two have come. */
  readonly inferredInterval: number | null
  /** The calendar's step that the points show; null where they show none. */
  readonly inferredStep: Step | null
  readonly createdAt: number
  readonly pointCount: number
  /** Arrival number of the last point stored or replaced. */
  readonly lastSeq: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** When a point came last that was of the present; null where all were history. */
  readonly liveAt: number | null
}

/** What the points show of a series' step. */
export type Inferred = Pick<Series, 'inferredInterval' | 'inferredStep'>

export interface SeriesChanges {
  readonly channels?: readonly Channel[]
  readonly title?: string | null
  readonly description?: string | null
  readonly attributes?: readonly Attribute[]
  readonly interval?: number | null
  readonly step?: DeclaredStep | null
  readonly timeZone?: string
  readonly alarmRules?: AlarmRules
  readonly qualityLimits?: QualityLimits
  readonly driftLimit?: number | null
}

/** Declared or inferred; null until known. */
export function stepOf({ interval, step, timeZone, inferredStep, inferredInterval }: Series): Step | null {
  if (interval !== null) return { unit: 'millisecond', count: interval }
  if (step !== null) return stepIn(timeZone, step, inferredStep)
  return inferredStep ?? (inferredInterval === null ? null : { unit: 'millisecond', count: inferredInterval })
}

/** Milliseconds between points, on average where steps are a calendar's; null until known. */
export function samplingInterval(series: Series): number | null {
  const step = stepOf(series)
  return step === null ? null : millisecondsOf(step)
}

const columns = { ...getTableColumns(table), deployments: ownDeployments, suppressions: ownSuppressions }

/** Nobody is chosen to speak for it yet. Throws SERIES_EXISTS. */
export async function createSeries(
  db: Db,
  definition: SeriesDefinition,
  now: number,
  alarmRules: AlarmRules | null = null,
): Promise<Series> {
  const { interval, step, ...rest } = definition
  const insert = async () =>
    db.query
      .insert(table)
      .values({
        ...rest,
        alarmRules,
        declaredInterval: interval,
        declaredStep: step,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning(columns)
  const [row] = await insert()
  if (row !== undefined) return readSeries(row)
  // Its time to be restored may be over with nobody having come to remove it yet.
  const [again] = (await doomExpired(db, now, definition.key)) > 0 ? await insert() : []
  if (again !== undefined) return readSeries(again)
  throw await keyTaken(db, definition.key)
}

/** Rows of one statement. */
const rowsAtOnce = 250

/** Makes those whose keys are free, of the standard rules; what is left out has a key that is taken. */
export async function createFreeSeries(
  db: Db,
  definitions: readonly SeriesDefinition[],
  now: number,
): Promise<readonly Series[]> {
  const made: Series[] = []
  for (let from = 0; from < definitions.length; from += rowsAtOnce) {
    const rows = definitions.slice(from, from + rowsAtOnce).map(({ interval, step, ...rest }) => ({
      ...rest,
      declaredInterval: interval,
      declaredStep: step,
      createdAt: now,
    }))
    made.push(...(await db.query.insert(table).values(rows).onConflictDoNothing().returning(columns)).map(readSeries))
  }
  return made
}

const byKey = prepared(query =>
  query
    .select(columns)
    .from(table)
    .where(and(anyOf(table.key, sql.placeholder('keys')), there))
    .prepare('series_by_key'),
)

const byId = prepared(query =>
  query
    .select(columns)
    .from(table)
    .where(and(anyOf(table.id, sql.placeholder('ids')), there))
    .prepare('series_by_id'),
)

/** Those that exist, in no particular order. */
export const findSeries = async (db: Db, keys: readonly string[]): Promise<Series[]> =>
  (await byKey(db).execute({ keys })).map(readSeries)

/** Those that exist, in no particular order. */
export const findSeriesByIds = async (db: Db, ids: readonly number[]): Promise<Series[]> =>
  (await byId(db).execute({ ids })).map(readSeries)

/** Throws SERIES_NOT_FOUND. */
export async function requireSeries(db: Db, key: string): Promise<Series> {
  const [found] = await findSeries(db, [key])
  if (found === undefined) throw seriesNotFound(key)
  return found
}

export const seriesNotFound = (key: string): Fault =>
  new Fault('SERIES_NOT_FOUND', `there is no series named ${key}: create it first`, { key })

/**
 * Takes the locks that let the caller write points of these series: in the order of ids, so that two writers never wait
 * for each other in a circle. Held to the end of the transaction.
 */
export const lockSeries = (tx: Db, keys: readonly string[]): Promise<Series[]> =>
  lockWhere(tx, and(anyOf(table.key, keys), there))

/** The same by ids, and of deleted ones too. */
export const lockSeriesByIds = (tx: Db, ids: readonly number[]): Promise<Series[]> =>
  lockWhere(tx, anyOf(table.id, ids))

async function lockWhere(tx: Db, these: SQL | undefined): Promise<Series[]> {
  const rows = await tx.query.select(columns).from(table).where(these).orderBy(asc(table.id)).for('no key update')
  return rows.map(readSeries)
}

export type SeriesOrder = 'key' | 'created' | 'lastPoint' | 'anomalies'

export interface SeriesListing extends PageRequest {
  /** Words; each is part of the key, the title or an attribute, in any order. */
  readonly search?: string | null | undefined
  readonly orderBy?: SeriesOrder | null | undefined
}

/** By key ascending; by everything else the newest or the most (anomalies in its own last 24 hours) first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listSeries(db: Db, listing: SeriesListing): Promise<Page<Series>> {
  const { search, orderBy } = listing
  const order = orderBy ?? 'key'
  const { after, falling, limit } = startOf(listing, { of: orders[order].of, descending: order !== 'key' })
  const patterns = patternsOf(search)
  const searched = patterns.length > 0
  const [rows, [counted]] = await Promise.all([
    page(db, order, falling, after !== null, searched).execute({ ...after, patterns, limit }),
    total(db, searched).execute({ patterns }),
  ])
  const positions = new Map<number, Position>(rows.map(row => [row.id, [row.sorted, row.id]]))
  const found = rows.map(({ sorted: _, ...row }) => readSeries(row))
  return toPage(listing, found, one => positions.get(one.id)!, counted!.count)
}

const orders = {
  key: { by: sql<string>`${table.key}`, of: 'text' },
  created: { by: sql<number>`${table.createdAt}`.mapWith(table.createdAt), of: 'instant' },
  // Those without points come last.
  lastPoint: { by: sql<number>`coalesce(${table.lastAt}, to_timestamp(0))`.mapWith(table.createdAt), of: 'instant' },
  anomalies: { by: sql<number>`coalesce(found.count, 0)`, of: 'count' },
} satisfies Record<SeriesOrder, { readonly by: SQL; readonly of: Order['of'] }>

const page = prepared((query, order: SeriesOrder, falling: boolean, begun: boolean, searched: boolean) => {
  const sorted = { by: orders[order].by, id: table.id }
  const listed = query
    .select({ ...columns, sorted: sorted.by })
    .from(table)
    .where(
      and(
        there,
        searched ? holdsPatterns : undefined,
        begun ? comesAfter(sorted, falling, sql.placeholder('value'), sql.placeholder('id')) : undefined,
      ),
    )
    .orderBy(...inOrder(sorted, falling))
    .limit(sql.placeholder('limit'))
    .$dynamic()
  if (order !== 'anomalies') return listed.prepare('series_page')
  const found = query
    .select({ seriesId: anomaly.seriesId, count: sql`count(*)`.as('count') })
    .from(anomaly)
    .innerJoin(table, eq(table.id, anomaly.seriesId))
    .where(gte(anomaly.at, sql`${table.lastAt} - interval '24 hours'`))
    .groupBy(anomaly.seriesId)
    .as('found')
  return listed.leftJoin(found, eq(found.seriesId, table.id)).prepare('series_page')
})

const total = prepared((query, searched: boolean) =>
  query
    .select({ count: count() })
    .from(table)
    .where(and(there, searched ? holdsPatterns : undefined))
    .prepare('series_total'),
)

/** Whether the key, the title or an attribute is like each of the patterns. */
const holdsPatterns = sql`not exists (
  select from unnest(${sql.param(sql.placeholder('patterns'))}::text[]) sought
  where not (${table.key} ilike sought or coalesce(${table.title} ilike sought, false) or exists (
    select from jsonb_array_elements(${table.attributes}) a
    where a->>'value' ilike sought or a->>'name' ilike sought)))`

/** Only what `changes` names changes. Throws SERIES_NOT_FOUND. */
export async function updateSeries(db: Db, key: string, changes: SeriesChanges & Partial<Inferred>): Promise<Series> {
  const { interval, step, ...rest } = changes
  const named = { ...rest, declaredInterval: interval, declaredStep: step }
  if (Object.values(named).every(value => value === undefined)) return requireSeries(db, key)
  const [row] = await db.query
    .update(table)
    .set(named)
    .where(and(eq(table.key, key), there))
    .returning(columns)
  if (row === undefined) throw seriesNotFound(key)
  return readSeries(row)
}

/** Whether no series was ever made here, not even one that is gone. */
export async function hadNoSeries(db: Db): Promise<boolean> {
  const [row] = await db.query.select({ called: sql<boolean>`is_called` }).from(sql`series_id_seq`)
  return !row!.called
}

type Row = typeof table.$inferSelect & {
  readonly deployments: readonly HeldDeployment[] | null
  readonly suppressions: readonly Pattern[] | null
}

export function readSeries({
  declaredInterval,
  declaredStep,
  alarmRules,
  deployments,
  suppressions,
  ...row
}: Row): Series {
  return {
    ...row,
    interval: declaredInterval,
    step: declaredStep,
    alarmRules: alarmRules ?? defaultAlarmRules,
    deployments: deployments ?? [],
    suppressions: suppressions ?? [],
  }
}

/** Those that points of the present came of; of these ids, or all. In no particular order. */
export async function liveSeries({ query }: Db, ids: readonly number[] | null): Promise<Series[]> {
  const rows = await query
    .select(columns)
    .from(table)
    .where(and(there, isNotNull(table.liveAt), ids === null ? undefined : anyOf(table.id, ids)))
  return rows.map(readSeries)
}

/** Of all that are there. */
export const allSeriesIds = async ({ query }: Db): Promise<number[]> =>
  (await query.select({ id: table.id }).from(table).where(there)).map(({ id }) => id)

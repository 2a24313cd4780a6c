import type { AlarmRules, DetectorKind } from '@seriema/domain/anomaly'
import { defaultAlarmRules } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Attribute, Channel, SeriesDefinition } from '@seriema/domain/series'
import { defaultDetector } from '@seriema/ml/scorers/registry'
import type { Row } from 'postgres'
import type { Db } from './database.ts'
import { breaches, statements, transaction } from './database.ts'
import type { Page, PageRequest, Position } from './page.ts'
import { pageSize, readCursor, toPage } from './page.ts'
import { series as table } from './tables/series.ts'

/** A stored series. Instants in epoch milliseconds; `interval` is the declared one. */
export interface Series extends SeriesDefinition {
  readonly id: number
  readonly detector: DetectorKind
  readonly alarmRules: AlarmRules
  /** null: chosen by how much history there is. */
  readonly forecaster: ForecasterKind | null
  /** Median gap of the points in milliseconds; null until two have come. */
  readonly inferredInterval: number | null
  readonly createdAt: number
  readonly pointCount: number
  /** Arrival number of the last point stored or replaced. */
  readonly lastSeq: number
  readonly firstAt: number | null
  readonly lastAt: number | null
}

export interface SeriesChanges {
  readonly title?: string | null
  readonly description?: string | null
  readonly attributes?: readonly Attribute[]
  readonly interval?: number | null
  readonly detector?: DetectorKind
  readonly alarmRules?: AlarmRules
  readonly forecaster?: ForecasterKind | null
}

/** What a series is read by, from raw rows. */
const seriesColumns = `id, key, title, description, channels, attributes, declared_interval, inferred_interval,
  detector, alarm_rules, forecaster, date_part('epoch', created_at) * 1000 as created_at, point_count, last_seq,
  date_part('epoch', first_at) * 1000 as first_at, date_part('epoch', last_at) * 1000 as last_at`

/** Declared or inferred; null until known. */
export const samplingInterval = (series: Series): number | null => series.interval ?? series.inferredInterval

/** What watches a series; what is left out is as for every new series. */
export type Watching = Pick<SeriesChanges, 'detector' | 'alarmRules'>

/** Throws SERIES_EXISTS. */
export async function createSeries(
  db: Db,
  definition: SeriesDefinition,
  now: number,
  { detector = defaultDetector.kind, alarmRules }: Watching = {},
): Promise<Series> {
  const { interval, ...rest } = definition
  try {
    const [row] = await db
      .insert(table)
      .values({ ...rest, detector, alarmRules: alarmRules ?? null, declaredInterval: interval, createdAt: now })
      .returning({ id: table.id })
    return (await findSeriesByIds(db, [row!.id]))[0]!
  } catch (error) {
    if (!breaches(error, 'series_key_unique')) throw error
    throw new Fault('SERIES_EXISTS', `there is a series named ${definition.key} already: choose another key`, {
      key: definition.key,
    })
  }
}

/** Those that exist, in no particular order. */
export async function findSeries(db: Db, keys: readonly string[]): Promise<Series[]> {
  const sql = statements(db)
  return (await sql`select ${sql.unsafe(seriesColumns)} from series where key = any(${sql.array([...keys], 25)})`).map(
    readSeries,
  )
}

/** Those that exist, in no particular order. */
export async function findSeriesByIds(db: Db, ids: readonly number[]): Promise<Series[]> {
  const sql = statements(db)
  return (await sql`select ${sql.unsafe(seriesColumns)} from series where id = any(${sql.array([...ids], 23)})`).map(
    readSeries,
  )
}

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
export async function lockSeries(tx: Db, keys: readonly string[]): Promise<Series[]> {
  const sql = statements(tx)
  const rows = await sql`select ${sql.unsafe(seriesColumns)} from series
    where key = any(${sql.array([...keys], 25)}) order by id for no key update`
  return rows.map(readSeries)
}

export type SeriesOrder = 'key' | 'created' | 'lastPoint' | 'anomalies'

export interface SeriesListing extends PageRequest {
  /** Part of a key, title or attribute. */
  readonly search?: string | null | undefined
  readonly orderBy?: SeriesOrder | null | undefined
  /** For order by anomalies: count those from this instant on (epoch milliseconds). */
  readonly anomaliesFrom?: number | undefined
}

/** By key ascending; by everything else the newest or the most first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listSeries(db: Db, listing: SeriesListing): Promise<Page<Series>> {
  const sql = statements(db)
  const { size, backward } = pageSize(listing)
  const order = listing.orderBy ?? 'key'
  const sorted = {
    key: sql`s.key`,
    created: sql`(date_part('epoch', s.created_at) * 1000)`,
    lastPoint: sql`coalesce(date_part('epoch', s.last_at) * 1000, -1)`,
    anomalies: sql`(select count(*)::float8 from anomalies a
      where a.series_id = s.id and a.at >= to_timestamp(${(listing.anomaliesFrom ?? 0) / 1_000}::float8))`,
  }[order]
  const type = order === 'key' ? sql`text` : sql`float8`
  const descending = (order !== 'key') !== backward
  const pattern = `%${(listing.search ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const matching = listing.search
    ? sql`(s.key ilike ${pattern} or s.title ilike ${pattern} or exists (select from jsonb_array_elements(s.attributes) a
        where a->>'value' ilike ${pattern} or a->>'name' ilike ${pattern}))`
    : sql`true`
  const cursor = backward ? listing.before : listing.after
  const place = cursor == null ? null : readCursor(cursor)
  if (place !== null && typeof place[0] !== (order === 'key' ? 'string' : 'number'))
    throw new Fault('CURSOR_INVALID', 'this cursor belongs to another order: start again without it')
  const beyond =
    place === null
      ? sql`true`
      : sql`(o.sorted, o.id) ${descending ? sql`<` : sql`>`} (${place[0]}::${type}, ${place[1]}::int)`
  const direction = descending ? sql`desc` : sql`asc`
  const [rows, [count]] = await Promise.all([
    sql`with o as (select s.*, ${sorted}::${type} as sorted from series s where ${matching})
      select ${sql.unsafe(seriesColumns)}, sorted from o where ${beyond}
      order by o.sorted ${direction}, o.id ${direction} limit ${size + 1}`,
    sql<{ count: number }[]>`select count(*) from series s where ${matching}`,
  ])
  const positions = new Map<number, Position>(rows.map(row => [row.id, [row.sorted, row.id]]))
  return toPage(listing, rows.map(readSeries), found => positions.get(found.id)!, count!.count)
}

/** Only what `changes` names changes. Throws SERIES_NOT_FOUND. */
export async function updateSeries(db: Db, key: string, changes: SeriesChanges): Promise<Series> {
  const sql = statements(db)
  const { interval, attributes, alarmRules, ...rest } = changes
  const row: Record<string, unknown> = { ...rest }
  if (interval !== undefined) row.declared_interval = interval
  if (attributes !== undefined) row.attributes = JSON.stringify(attributes)
  if (alarmRules !== undefined) row.alarm_rules = JSON.stringify(alarmRules)
  const names = Object.keys(row).filter(name => row[name] !== undefined)
  if (names.length > 0) await sql`update series set ${sql(row as Record<string, string>, names)} where key = ${key}`
  return requireSeries(db, key)
}

/** Deletes the series with its points, anomalies, forecasts and generator. Throws SERIES_NOT_FOUND. */
export const deleteSeries = (
  db: Db,
  key: string,
  andThen?: (tx: Db, deleted: Series) => Promise<void>,
): Promise<Series> =>
  transaction(db, async tx => {
    const sql = statements(tx)
    const [row] = await sql`select ${sql.unsafe(seriesColumns)} from series where key = ${key} for update`
    if (row === undefined) throw seriesNotFound(key)
    const deleted = readSeries(row)
    await Promise.all([
      sql`delete from points where series_id = ${deleted.id}`,
      sql`delete from generated_points where series_id = ${deleted.id}`,
      sql`delete from series where id = ${deleted.id}`,
    ])
    await andThen?.(tx, deleted)
    return deleted
  })

const instant = (value: number | null): number | null => (value === null ? null : Math.round(value))

function readSeries(row: Row): Series {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    description: row.description,
    channels: row.channels as readonly Channel[],
    attributes: row.attributes as readonly Attribute[],
    interval: row.declared_interval,
    detector: row.detector as DetectorKind,
    alarmRules: (row.alarm_rules as AlarmRules | null) ?? defaultAlarmRules,
    forecaster: row.forecaster as ForecasterKind | null,
    inferredInterval: row.inferred_interval,
    createdAt: Math.round(row.created_at),
    pointCount: row.point_count,
    lastSeq: row.last_seq,
    firstAt: instant(row.first_at),
    lastAt: instant(row.last_at),
  }
}

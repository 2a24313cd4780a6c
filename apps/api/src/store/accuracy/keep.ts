import { type AccuracySums, merge, noPairs } from '@seriema/domain/accuracy'
import { asc, eq } from 'drizzle-orm'
import { anyOf } from '../any-of.ts'
import type { Db } from '../database.ts'
import { numbers } from '../point/columns.ts'
import type { ArrivalRange } from '../point.ts'
import { accuracy, accuracyCompared, accuracyProgress } from '../tables/accuracy.ts'
import { series } from '../tables/series.ts'

/** Of whom, of what and when: what sums are kept by. `day` is when it begins, epoch milliseconds. */
export interface CellKey {
  readonly seriesId: number
  readonly day: number
  readonly channel: number
  readonly lead: number
  readonly forecaster: string
  readonly versionId: number | null
}

export interface Cell extends CellKey {
  readonly sums: AccuracySums
}

/** What the point of an instant was compared with. */
export interface Compared {
  readonly seriesId: number
  readonly at: number
  /** One per channel, as it is watched; NaN where it is missing. */
  readonly actual: readonly number[]
  readonly pairs: readonly {
    readonly forecastId: number
    readonly steps: number
    /** What came a season before, one per channel. */
    readonly before: readonly number[]
  }[]
}

/** What came of comparing the new points of a series. */
export interface Comparison {
  readonly seriesId: number
  /** That on which it was worked out; null: there were no sums. */
  readonly revision: number | null
  /** Arrival number of the last point compared. */
  readonly seq: number
  readonly centres: readonly number[]
  /** What is to be added. */
  readonly cells: readonly Cell[]
  readonly compared: readonly Compared[]
  /** What was compared before this instant is no longer kept. */
  readonly keepFrom: number
}

/**
 * Adds what was compared, with where each series stands now: one transaction. Of a series of which somebody else was first,
 * and of one that is gone, nothing is added. Returns the series of which it was.
 */
export async function keepComparisons(tx: Db, all: readonly Comparison[]): Promise<ReadonlySet<number>> {
  const ours = await advance(tx, all)
  const kept = all.filter(one => ours.has(one.seriesId))
  await addCells(
    tx,
    kept.flatMap(one => one.cells),
  )
  await Promise.all([
    keepCompared(
      tx,
      kept.flatMap(one => one.compared),
    ),
    forgetBefore(tx, kept),
  ])
  return ours
}

/** Those on whose sums nobody worked meanwhile; nobody does before the end of the transaction. */
async function advance(tx: Db, all: readonly Comparison[]): Promise<ReadonlySet<number>> {
  const ids = all.map(one => one.seriesId)
  // The series first, as whoever deletes one does: two who wait for each other would be one too many.
  const there = await tx.query
    .select({ id: series.id })
    .from(series)
    .where(anyOf(series.id, ids))
    .orderBy(asc(series.id))
    .for('key share')
  const begun = new Set(there.map(one => one.id))
  const first = all.filter(one => one.revision === null && begun.has(one.seriesId)).map(one => one.seriesId)
  const made = await tx.sql<{ series_id: number }[]>`
    insert into accuracy_progress (series_id, seq, revision, centres)
    select id, 0, 0, '{}' from unnest(${tx.sql.array(
      first.sort((a, b) => a - b),
      23,
    )}::int[]) id
    on conflict do nothing returning series_id`
  const own = new Set(made.map(row => row.series_id))
  const locked = await tx.query
    .select({ id: accuracyProgress.seriesId, revision: accuracyProgress.revision })
    .from(accuracyProgress)
    .where(anyOf(accuracyProgress.seriesId, ids))
    .orderBy(asc(accuracyProgress.seriesId))
    .for('update')
  const revisions = new Map(locked.map(one => [one.id, one.revision]))
  const ours = all.filter(({ seriesId, revision }) =>
    revision === null ? own.has(seriesId) : revisions.get(seriesId) === revision,
  )
  const rows = ours.map(({ seriesId, seq, centres }) => ({ id: seriesId, seq, centres: centres.map(written) }))
  await tx.sql`
    update accuracy_progress p set seq = r.seq, revision = p.revision + 1, centres = r.centres
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id int, seq int8, centres float8[])
    where p.series_id = r.id`
  return new Set(ours.map(one => one.seriesId))
}

/** JSON has no NaN, and no infinity; PostgreSQL reads both as text. */
const written = (value: number): number | string => (Number.isFinite(value) ? value : String(value))

/** The sums that are plain numbers, as columns and as the domain names them. */
const summed = {
  count: 'count',
  error: 'error',
  absolute: 'absolute',
  squared: 'squared',
  relative: 'relative',
  relative_count: 'relativeCount',
  scaled_error: 'scaledError',
  seasonal_change: 'seasonalChange',
  deviation: 'deviation',
  deviation_squared: 'deviationSquared',
} as const satisfies Record<string, keyof AccuracySums>

const names = Object.keys(summed)
const keyTypes = 'series_id int, day timestamptz, channel smallint, lead int, forecaster text, version_id int'
const valueTypes = `${names.map(name => `${name} float8`).join(', ')}, coverage jsonb`
const sameCell = `a.series_id = r.series_id and a.day = r.day and a.channel = r.channel and a.lead = r.lead
  and a.forecaster = r.forecaster and coalesce(a.version_id, 0) = coalesce(r.version_id, 0)`

type CellRow = Readonly<Record<keyof typeof summed, number>> & {
  readonly place: number
  readonly coverage: AccuracySums['coverage']
}

/** For whoever holds the progress of their series. Each cell is given once; one that no pair is left in goes. */
export async function addCells({ sql }: Db, added: readonly Cell[]): Promise<void> {
  if (added.length === 0) return
  const keys = added.map((one, place) => ({
    place,
    series_id: one.seriesId,
    day: new Date(one.day).toISOString(),
    channel: one.channel,
    lead: one.lead,
    forecaster: one.forecaster,
    version_id: one.versionId,
  }))
  const known = await sql.unsafe<CellRow[]>(
    `select r.place, ${names.map(name => `a.${name}`).join(', ')}, a.coverage
    from json_to_recordset($1::json) as r (place int, ${keyTypes}) join accuracy a on ${sameCell}`,
    [JSON.stringify(keys)],
    { prepare: true },
  )
  const before = new Map(known.map(row => [row.place, readSums(row)]))
  const rows = keys.map((key, i) => {
    const sums = merge(before.get(i) ?? noPairs, added[i]!.sums)
    const values = Object.entries(summed).map(([name, of]) => [name, sums[of]] as const)
    return { ...key, ...Object.fromEntries(values), coverage: sums.coverage }
  })
  const listed = `series_id, day, channel, lead, forecaster, version_id, ${names.join(', ')}, coverage`
  await sql.unsafe(
    `with r as (select * from json_to_recordset($1::json) as r (${keyTypes}, ${valueTypes})),
      gone as (delete from accuracy a using r where ${sameCell} and r.count <= 0)
    insert into accuracy (${listed}) select ${listed} from r where count > 0
    on conflict (series_id, day, channel, lead, forecaster, coalesce(version_id, 0)) do update
    set ${[...names, 'coverage'].map(name => `${name} = excluded.${name}`).join(', ')}`,
    [JSON.stringify(rows)],
    { prepare: true },
  )
}

const readSums = (row: CellRow): AccuracySums => ({
  ...(Object.fromEntries(Object.entries(summed).map(([name, of]) => [of, row[name as keyof typeof summed]])) as Record<
    (typeof summed)[keyof typeof summed],
    number
  >),
  coverage: row.coverage,
})

/** In place of what these points were compared with before; one that is compared with nothing is not kept. */
async function keepCompared({ sql }: Db, all: readonly Compared[]): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(({ seriesId, at, actual, pairs }) => ({
    series_id: seriesId,
    at: new Date(at).toISOString(),
    actual: actual.map(written),
    forecasts: pairs.map(one => one.forecastId),
    steps: pairs.map(one => one.steps),
    befores: pairs.flatMap(one => one.before.map(written)),
  }))
  await sql`
    insert into accuracy_compared (series_id, at, actual, forecasts, steps, befores)
    select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (series_id int, at timestamptz, actual float8[], forecasts int8[], steps int[], befores float8[])
    on conflict (series_id, at) do update set actual = excluded.actual, forecasts = excluded.forecasts,
      steps = excluded.steps, befores = excluded.befores`
}

async function forgetBefore({ sql }: Db, all: readonly Comparison[]): Promise<void> {
  await sql`
    delete from accuracy_compared c
    using unnest(${sql.array(
      all.map(one => one.seriesId),
      23,
    )}::int[], ${`{${all.map(one => one.keepFrom).join(',')}}`}::float8[]) as u (id, "from")
    where c.series_id = u.id and c.at < to_timestamp(u.from / 1000)`
}

interface ComparedRow {
  readonly series_id: number
  readonly at: number
  readonly actual: string
  readonly forecasts: string
  readonly steps: string
  readonly befores: string
}

const comparedColumns = `c.series_id, date_part('epoch', c.at) * 1000 as at, array_to_string(c.actual, ',') as actual,
  array_to_string(c.forecasts, ',') as forecasts, array_to_string(c.steps, ',') as steps,
  array_to_string(c.befores, ',') as befores`

/** What points at these instants were compared with, of those that were. */
export async function findCompared(
  { sql }: Db,
  all: readonly { readonly seriesId: number; readonly at: number }[],
): Promise<Compared[]> {
  if (all.length === 0) return []
  const rows = await sql<ComparedRow[]>`
    select ${sql.unsafe(comparedColumns)}
    from unnest(${`{${all.map(one => one.seriesId).join(',')}}`}::int[],
      ${`{${all.map(one => one.at).join(',')}}`}::float8[]) as u (series_id, at)
    join accuracy_compared c on c.series_id = u.series_id and c.at = to_timestamp(u.at / 1000)::timestamptz(3)`
  return rows.map(readCompared)
}

/** Of the points that arrived under these numbers, of those that were compared. */
export async function comparedArrivals({ sql }: Db, { seriesId, fromSeq, toSeq }: ArrivalRange): Promise<Compared[]> {
  const rows = await sql<ComparedRow[]>`
    select ${sql.unsafe(comparedColumns)}
    from accuracy_compared c join points p on p.series_id = c.series_id and p.at = c.at
    where c.series_id = ${seriesId} and p.seq between ${fromSeq}::int8 and ${toSeq}::int8`
  return rows.map(readCompared)
}

function readCompared(row: ComparedRow): Compared {
  const [actual, steps, befores] = [row.actual, row.steps, row.befores].map(text => [...numbers(text)])
  const pairs = [...numbers(row.forecasts)].map((forecastId, i) => ({
    forecastId,
    steps: steps![i]!,
    before: befores!.slice(i * actual!.length, (i + 1) * actual!.length),
  }))
  return { seriesId: row.series_id, at: Math.round(row.at), actual: actual!, pairs }
}

/**
 * For whoever changes the sums of a series beside its new points, and holds the series' lock: what deviations are from, null
 * where there are no sums. To the end of the transaction nobody else changes them, nor may what is being worked out now.
 */
export async function holdAccuracy({ sql }: Db, seriesId: number): Promise<readonly number[] | null> {
  const [progress] = await sql<{ centres: string }[]>`
    update accuracy_progress set revision = revision + 1 where series_id = ${seriesId}
    returning array_to_string(centres, ',') as centres`
  return progress === undefined ? null : [...numbers(progress.centres)]
}

export async function forgetCompared({ sql }: Db, all: readonly Compared[]): Promise<void> {
  await sql`
    delete from accuracy_compared c
    using unnest(${`{${all.map(one => one.seriesId).join(',')}}`}::int[],
      ${`{${all.map(one => one.at).join(',')}}`}::float8[]) as u (id, at)
    where c.series_id = u.id and c.at = to_timestamp(u.at / 1000)::timestamptz(3)`
}

/** All of a series: another thing is measured from now on. */
export async function forgetAccuracy({ query }: Db, seriesId: number): Promise<void> {
  await query.delete(accuracyProgress).where(eq(accuracyProgress.seriesId, seriesId))
  await query.delete(accuracy).where(eq(accuracy.seriesId, seriesId))
  await query.delete(accuracyCompared).where(eq(accuracyCompared.seriesId, seriesId))
}

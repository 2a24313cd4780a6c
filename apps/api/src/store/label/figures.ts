import type { Speaker } from '@seriema/domain/deployment'
import type { LabelCounts } from '@seriema/domain/label'
import type { Db } from '../database.ts'

/** What people said of those that a speaker found or missed, in one series or in all. */
export interface SpeakerCounts extends LabelCounts {
  readonly speaker: Speaker
}

interface Row {
  readonly kind: string
  readonly version_id: number | null
  readonly confirmed: number
  readonly refuted: number
  readonly missed: number
  readonly unsure: number
  readonly values: string
}

/**
 * A label is of whoever raised the value, or watched as one was missed, when it was made; and of whoever the value is
 * raised by, or the span is no longer missed by, since the past was judged anew.
 */
const judged = `
  select id, series_id, "from", verdict, kind, version_id, bool_or(raised) as raised from (
    select l.id, l.series_id, l."from", l.verdict, l.kind, l.version_id, l.value is not null as raised
    from labels l
    union all
    select l.id, l.series_id, l."from", l.verdict, a.detector, a.version_id, true
    from labels l join anomalies a on a.series_id = l.series_id
      and ((l.value is not null and a.channel = l.channel and a.at = l."from" and a.value = l.value)
        or (l.value is null and (l.channel is null or a.channel = l.channel) and a.at >= l."from" and a.at < l."to"))
  ) said group by 1, 2, 3, 4, 5, 6`

/** Per series, so that the values of one are counted between the labels of that one. */
const counted = `
  select j.series_id, j.kind, j.version_id,
    count(*) filter (where verdict = 'true' and raised)::int as confirmed,
    count(*) filter (where verdict = 'false' and raised)::int as refuted,
    count(*) filter (where verdict = 'true' and not raised)::int as missed,
    count(*) filter (where verdict = 'unsure')::int as unsure,
    min("from") as first, max("from") as last
  from judged j join series s on s.id = j.series_id and s.deleted_at is null and not s.doomed
  group by 1, 2, 3`

const summed = `
  select kind, version_id, sum(confirmed)::int as confirmed, sum(refuted)::int as refuted, sum(missed)::int as missed,
    sum(unsure)::int as unsure, sum(valued)::bigint as values
  from counted c cross join lateral (
    select count(*) * (select jsonb_array_length(channels) from series where id = c.series_id) as valued
    from points p where p.series_id = c.series_id and p.at between c.first and c.last) v
  group by 1, 2`

/** Of everybody whose work in a series was labelled. */
export async function countsOfSeries({ sql }: Db, seriesId: number): Promise<SpeakerCounts[]> {
  const rows = await sql<Row[]>`with judged as (
      select * from (${sql.unsafe(judged)}) all_judged where series_id = ${seriesId}
    ), counted as (${sql.unsafe(counted)}) ${sql.unsafe(summed)} order by kind, version_id nulls first`
  return rows.map(readCounts)
}

/** Of each of these versions, over all its series. */
export async function countsOfVersions({ sql }: Db, ids: readonly number[]): Promise<Map<number, LabelCounts>> {
  const rows = await sql<Row[]>`with judged as (
      select * from (${sql.unsafe(judged)}) all_judged where version_id = any(${ids as number[]}::int[])
    ), counted as (${sql.unsafe(counted)}) ${sql.unsafe(summed)}`
  return new Map(rows.map(row => [row.version_id!, readCounts(row)]))
}

const readCounts = ({ kind, version_id, values, ...counts }: Row): SpeakerCounts => ({
  speaker: { kind, versionId: version_id },
  ...counts,
  values: Number(values),
})

/** What a rollout is judged by: of the values that a version raised, those that somebody labelled. */
export interface LabelledFlags {
  /** True or false; what nobody can tell of counts for nothing. */
  readonly labelled: number
  readonly labelledFalse: number
}

/** Of each of these versions, of what it raised from an instant on (epoch milliseconds). Those without labels are left out. */
export async function labelledFlags(
  { sql }: Db,
  versionIds: readonly number[],
  since: number,
): Promise<Map<number, LabelledFlags>> {
  const rows = await sql<{ version_id: number; labelled: number; labelled_false: number }[]>`
    select version_id, count(*)::int as labelled, count(*) filter (where verdict = 'false')::int as labelled_false
    from labels join series s on s.id = series_id and s.deleted_at is null and not s.doomed
    where version_id = any(${versionIds as number[]}::int[]) and verdict <> 'unsure' and value is not null
      and found_at >= to_timestamp(${since / 1_000}::float8)
    group by 1`
  return new Map(
    rows.map(({ version_id, labelled, labelled_false }) => [version_id, { labelled, labelledFalse: labelled_false }]),
  )
}

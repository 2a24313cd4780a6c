import { type AccuracySums, merge, noPairs } from '@seriema/domain/accuracy'
import type { Db } from '../database.ts'

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

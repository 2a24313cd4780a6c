import type { PointColumns } from '@seriema/domain/point'
import type { Db } from '../database.ts'
import type { Series } from '../series.ts'

/** Points of one series, numbered from `firstSeq` on in the order given. */
export interface NumberedPoints {
  readonly seriesId: number
  readonly firstSeq: number
  readonly points: PointColumns
}

const array = (numbers: Float64Array | readonly string[]): string => `{${numbers.join(',')}}`
const list = (parts: readonly string[]): string => `{${parts.join(',')}}`

/** One flat array a column: parsing those costs PostgreSQL less than an array of arrays, or a row each. */
function columnTexts(rows: readonly NumberedPoints[], channels: number): string[] {
  const columns = Array.from({ length: channels }, (_, c) => list(rows.map(row => row.points.channels[c]!.join(','))))
  return [
    list(rows.map(row => `${row.seriesId},`.repeat(row.points.times.length).slice(0, -1))),
    list(rows.map(row => counted(row.firstSeq, row.points.times.length))),
    list(rows.map(row => row.points.times.join(','))),
    ...columns,
  ]
}

function counted(first: number, count: number): string {
  let text = `${first}`
  for (let i = 1; i < count; i++) text += `,${first + i}`
  return text
}

/** The rows of `columnTexts` as a table `u (id, seq, t, v1, v2, …)`. */
function unnested(channels: number): string {
  const values = Array.from({ length: channels }, (_, c) => `$${c + 4}::float8[]`)
  const names = Array.from({ length: channels }, (_, c) => `v${c + 1}`)
  return `unnest($1::int[], $2::int8[], $3::float8[], ${values.join(', ')}) as u (id, seq, t, ${names.join(', ')})`
}

const valueArray = (channels: number) => `array[${Array.from({ length: channels }, (_, c) => `v${c + 1}`).join(', ')}]`

/** The caller holds the series' locks and knows that nothing is stored at these instants. One statement per width. */
export async function insertPoints(tx: Db, rows: readonly NumberedPoints[]): Promise<void> {
  await eachWidth(
    tx,
    rows,
    channels => `
    insert into points (series_id, at, seq, values)
    select id, to_timestamp(t / 1000), seq, ${valueArray(channels)} from ${unnested(channels)}`,
  )
}

/** Puts other values, under new numbers, where points are stored. The caller holds the series' locks. */
export async function replacePoints(tx: Db, rows: readonly NumberedPoints[]): Promise<void> {
  await eachWidth(
    tx,
    rows,
    channels => `
    update points p set seq = u.seq, values = ${valueArray(channels)} from ${unnested(channels)}
    where p.series_id = u.id and p.at = to_timestamp(u.t / 1000)::timestamptz(3)`,
  )
}

async function eachWidth(
  tx: Db,
  rows: readonly NumberedPoints[],
  statement: (channels: number) => string,
): Promise<void> {
  const { sql } = tx
  const some = rows.filter(row => row.points.times.length > 0)
  const widths = Map.groupBy(some, row => row.points.channels.length)
  await Promise.all(
    Array.from(widths, ([width, alike]) => sql.unsafe(statement(width), columnTexts(alike, width), { prepare: true })),
  )
}

/** The figures the series' rows carry, as `changed` has them. The caller holds their locks. */
export async function updateFigures(tx: Db, changed: readonly Series[]): Promise<void> {
  const steps = changed.map(({ inferredStep: step }) => (step === null ? 'NULL' : JSON.stringify(JSON.stringify(step))))
  const column = (pick: (series: Series) => number | null) => array(changed.map(one => `${pick(one) ?? 'NULL'}`))
  await tx.sql`
    update series s set last_seq = u.last_seq, point_count = u.point_count, inferred_interval = u.interval,
      inferred_step = u.step, first_at = to_timestamp(u.first_at / 1000), last_at = to_timestamp(u.last_at / 1000),
      live_at = to_timestamp(u.live_at / 1000)
    from unnest(${column(s => s.id)}::int[], ${column(s => s.lastSeq)}::int8[], ${column(s => s.pointCount)}::int8[],
      ${column(s => s.inferredInterval)}::float8[], ${column(s => s.firstAt)}::float8[],
      ${column(s => s.lastAt)}::float8[], ${column(s => s.liveAt)}::float8[], ${list(steps)}::jsonb[])
      as u (id, last_seq, point_count, interval, first_at, last_at, live_at, step)
    where s.id = u.id`
}

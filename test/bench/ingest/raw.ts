import type { Statements } from '@seriema/api/store/database'
import { type Shape, timesOf, valuesOf } from './batches.ts'

export interface RawJob extends Shape {
  readonly seriesIds: readonly number[]
  readonly from: number
  readonly first: number
  readonly pointsPerSeriesInAll: number
  readonly connections: number
}

/** The same rows in statements of the same size and nothing else: no check, no lock, no score, no event. Rows a second. */
export async function insertRaw(sql: Statements, job: RawJob): Promise<number> {
  const statements: string[][] = []
  for (let first = job.first; first < job.first + job.pointsPerSeriesInAll; first += job.pointsPerSeries) {
    for (let s = 0; s < job.seriesIds.length; s += job.seriesPerBatch) {
      const ids = job.seriesIds.slice(s, s + job.seriesPerBatch)
      const places = Array.from({ length: job.pointsPerSeries }, (_, i) => i)
      statements.push(
        [
          ids.flatMap(id => places.map(() => id)),
          ids.flatMap(() => places.map(i => first + i + 1)),
          ids.flatMap(() => timesOf(job.from, first, job.pointsPerSeries)),
          ids.flatMap((_, i) => valuesOf(s + i, first, job.pointsPerSeries)),
        ].map(column => `{${column.join(',')}}`),
      )
    }
  }
  const rows = statements.length * job.seriesPerBatch * job.pointsPerSeries
  let next = 0
  const start = performance.now()
  const insert = async () => {
    while (next < statements.length) {
      const [ids, seqs, times, values] = statements[next++]! as [string, string, string, string]
      await sql`insert into points (series_id, at, seq, values)
        select id, to_timestamp(t / 1000), seq, array[v]
        from unnest(${ids}::int[], ${seqs}::int8[], ${times}::float8[], ${values}::float8[]) as u (id, seq, t, v)`
    }
  }
  await Promise.all(Array.from({ length: job.connections }, insert))
  return rows / ((performance.now() - start) / 1_000)
}

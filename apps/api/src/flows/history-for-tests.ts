import { readAnomalies } from '../store/anomaly/history.ts'
import type { StoredAnomaly } from '../store/anomaly.ts'
import type { Db } from '../store/database.ts'
import { requireSeries } from '../store/series.ts'

const start = Date.UTC(2026, 0, 1)

/** For tests: a season of 48 points with noise, and some values far off, always the same for a seed. */
export function spiky(count: number, seed: number): number[] {
  let state = seed + 1
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: count }, (_, i) => {
    const noise = uniform() + uniform() + uniform() - 1.5
    const spike = i % 997 === 400 + seed ? 60 * (1 + (i % 3)) : 0
    return 50 + 10 * Math.sin((2 * Math.PI * i) / 48) + noise + spike
  })
}

/** Instants of `count` points from the `first` on, a minute apart. */
export const times = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => start + (first + i) * 60_000)

/** A file of these channels, named a, b and so on. */
export function fileOf(channels: readonly (readonly number[])[], names = channels.map((_, c) => nameOf(c, channels))) {
  const at = times(0, channels[0]!.length)
  const rows = at.map((time, i) => [new Date(time).toISOString(), ...channels.map(values => values[i]!)].join(','))
  return [`time,${names.join(',')}`, ...rows].join('\n')
}

const nameOf = (c: number, { length }: { readonly length: number }): string =>
  length > 2 ? `c${c}` : String.fromCharCode(97 + c)

/** All of a series, by time and channel. */
export async function anomaliesOf(db: Db, key: string): Promise<readonly StoredAnomaly[]> {
  const { id } = await requireSeries(db, key)
  return readAnomalies(db, id, null, Date.UTC(9999, 0, 1))
}

/** What anomalies say, whichever series they are of and whenever they were found. */
export const told = (anomalies: readonly StoredAnomaly[]) =>
  anomalies.map(({ id: _id, seriesId: _series, foundAt: _found, ...said }) => said)

import { LRUCache } from 'lru-cache'
import type { Figure } from './figure.ts'

/** What came of each series, for those that most came of. */
export interface Busiest {
  add(key: string, points: number, anomalies: number): void
  readonly figures: readonly Figure[]
}

/** Milliseconds after which a point counts half for who is busy; series that are told apart at most. */
const [halfLife, known] = [3_600_000, 20_000]

interface Tally {
  points: number
  anomalies: number
  /** Points, the older the less, as of `at`. */
  busy: number
  at: number
}

/** `most`: series that have figures of their own; with 0 nothing is kept. `elapsed`: milliseconds of a clock that nobody sets. */
export function createBusiest(most: number, elapsed: () => number): Busiest {
  const tallies = new LRUCache<string, Tally>({ max: known })
  const busyAt = ({ busy, at }: Tally, now: number) => busy * 2 ** ((at - now) / halfLife)
  return {
    add(key, points, anomalies) {
      if (most === 0) return
      const now = elapsed()
      const tally = tallies.get(key)
      if (tally === undefined) return void tallies.set(key, { points, anomalies, busy: points, at: now })
      tally.busy = busyAt(tally, now) + points
      tally.at = now
      tally.points += points
      tally.anomalies += anomalies
    },
    get figures() {
      const now = elapsed()
      const shown = [...tallies.entries()]
        .map(([series, tally]) => ({ series, ...tally, busy: busyAt(tally, now) }))
        .sort((a, b) => b.busy - a.busy)
        .slice(0, most)
      const of = (name: string, help: string, value: 'points' | 'anomalies'): Figure => ({
        name,
        help,
        type: 'counter',
        values: shown.map(one => ({ labels: { series: one.series }, value: one[value] })),
      })
      return [
        of('seriema_series_points_total', 'Points stored of each of the busiest series.', 'points'),
        of('seriema_series_anomalies_total', 'Anomalies found in each of the busiest series.', 'anomalies'),
      ]
    },
  }
}

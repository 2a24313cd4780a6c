import type { Severity } from '../../graphql/anomaly.ts'
import type { FleetSeries } from '../../graphql/series.ts'
import { toNumbers } from '../../ui/chart/columns.ts'

const sparkPoints = 60

/** One row of the fleet, as last read and kept up to date since. */
export interface FleetRow {
  readonly series: FleetSeries
  readonly times: readonly number[]
  readonly values: readonly (readonly number[])[]
  readonly newest: number | null
  readonly pointCount: number
  readonly anomalies: Readonly<Record<Severity, number>>
  readonly running: boolean | null
}

export interface Fleet {
  readonly load: (series: readonly FleetSeries[]) => void
  readonly append: (key: string, times: readonly number[], values: readonly (readonly (number | null)[])[]) => void
  readonly found: (key: string, severity: Severity) => void
  readonly row: (key: string) => FleetRow | null
  readonly subscribe: (key: string, listener: () => void) => () => void
  /** Tells the rows that changed since the last time. */
  readonly publish: () => void
}

/**
 * The rows of all series shown, outside React: points change a row's working copy, and `publish` makes one new row of
 * all that came since, so that only rows that changed render, as often as the page can afford.
 */
export function createFleet(): Fleet {
  const rows = new Map<string, FleetRow>()
  const changed = new Map<string, FleetRow>()
  const listeners = new Map<string, Set<() => void>>()
  const current = (key: string) => changed.get(key) ?? rows.get(key)

  return {
    load(series) {
      rows.clear()
      changed.clear()
      for (const each of series) rows.set(each.key, rowOf(each))
      for (const group of listeners.values()) for (const listener of group) listener()
    },
    append(key, times, values) {
      const row = current(key)
      const fresh = times.findIndex(at => at > (row?.newest ?? -Infinity))
      if (!row || fresh < 0) return
      changed.set(key, {
        ...row,
        times: [...row.times, ...times.slice(fresh)].slice(-sparkPoints),
        values: values.map((column, i) =>
          [...(row.values[i] ?? []), ...toNumbers(column.slice(fresh))].slice(-sparkPoints),
        ),
        newest: times.at(-1)!,
        pointCount: row.pointCount + times.length - fresh,
      })
    },
    found(key, severity) {
      const row = current(key)
      if (!row) return
      changed.set(key, { ...row, anomalies: { ...row.anomalies, [severity]: row.anomalies[severity] + 1 } })
    },
    row: key => rows.get(key) ?? null,
    subscribe(key, listener) {
      const group = listeners.get(key) ?? new Set()
      listeners.set(key, group.add(listener))
      return () => {
        group.delete(listener)
        if (group.size === 0) listeners.delete(key)
      }
    },
    publish() {
      const keys = [...changed.keys()]
      for (const [key, row] of changed) rows.set(key, row)
      changed.clear()
      for (const key of keys) for (const listener of listeners.get(key) ?? []) listener()
    },
  }
}

const rowOf = (series: FleetSeries): FleetRow => ({
  series,
  times: series.points.times,
  values: series.points.values.map(toNumbers),
  newest: series.lastAt === null ? null : Date.parse(series.lastAt),
  pointCount: series.pointCount,
  anomalies: {
    MEDIUM: series.anomalySummary.medium,
    HIGH: series.anomalySummary.high,
    CRITICAL: series.anomalySummary.critical,
  },
  running: series.generator?.running ?? null,
})

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

interface Added {
  readonly key: string
  /** Epoch milliseconds. */
  readonly times: readonly number[]
  /** One column per channel. */
  readonly values: readonly (readonly (number | null)[])[]
}

export interface Fleet {
  /** To be called before all series are read: what comes from then on may be in what is read, or may not. */
  readonly beginReading: () => void
  /**
   * Puts what was read in place of all rows, and the points that came meanwhile on top. Says whether anomalies came
   * meanwhile: nobody knows whether those were counted.
   */
  readonly load: (series: readonly FleetSeries[]) => { readonly uncertain: boolean }
  /** Adds the rows of series that were read apart from the others. */
  readonly extend: (series: readonly FleetSeries[]) => void
  readonly append: (key: string, times: Added['times'], values: Added['values']) => void
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
  let meanwhile: { points: Added[]; anomalies: number } | null = null
  const current = (key: string) => changed.get(key) ?? rows.get(key)

  const put = ({ key, times, values }: Added) => {
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
  }

  /** Makes the working copies the rows. Returns the keys of those that changed. */
  const settle = (): readonly string[] => {
    const keys = [...changed.keys()]
    for (const [key, row] of changed) rows.set(key, row)
    changed.clear()
    return keys
  }

  return {
    beginReading() {
      meanwhile = { points: [], anomalies: 0 }
    },
    load(series) {
      const { points, anomalies } = meanwhile ?? { points: [], anomalies: 0 }
      meanwhile = null
      rows.clear()
      changed.clear()
      for (const each of series) rows.set(each.key, rowOf(each))
      for (const added of points) put(added)
      settle()
      for (const group of listeners.values()) for (const listener of group) listener()
      return { uncertain: anomalies > 0 }
    },
    extend(series) {
      for (const each of series) if (!rows.has(each.key)) rows.set(each.key, rowOf(each))
    },
    append(key, times, values) {
      const added = { key, times, values }
      meanwhile?.points.push(added)
      put(added)
    },
    found(key, severity) {
      if (meanwhile) meanwhile.anomalies++
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
      for (const key of settle()) for (const listener of listeners.get(key) ?? []) listener()
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

import { type Columns, noColumns } from '../../ui/chart/columns.ts'
import { createRollingMean, type RollingMean } from './rolling-mean.ts'

/** What leaves the window at its old end as points come in at the new one. */
export type Keep =
  | { readonly kind: 'last'; readonly count: number }
  | { readonly kind: 'since'; readonly length: number }
  | { readonly kind: 'until'; readonly to: number }
  | { readonly kind: 'all' }

export interface Loaded {
  readonly columns: Columns
  readonly rollingMean: Columns['values'] | null
  /** Points in the rolling mean, and the stored values it goes on from. */
  readonly meanLength: number | null
  readonly tail: Columns['values']
  readonly keep: Keep
}

export interface Snapshot extends Columns {
  readonly rollingMean: Columns['values'] | null
  readonly keep: Keep
  /** Grows with every change. */
  readonly version: number
}

export interface LiveWindow {
  readonly load: (loaded: Loaded) => void
  /** Takes the points later than the newest held; says whether any was. */
  readonly append: (columns: Columns) => boolean
  readonly newest: () => number
  readonly size: () => number
  readonly snapshot: () => Snapshot
}

const emptySnapshot: Snapshot = { ...noColumns, rollingMean: null, keep: { kind: 'all' }, version: 0 }

/**
 * The stretch of a series a page shows, kept up to date. Instants are strictly ascending, so a point delivered twice
 * is held once. Only `last` and `since` let go of old points: whoever appends to the others watches `size`.
 */
export function createLiveWindow(): LiveWindow {
  let times: number[] = []
  let values: number[][] = []
  let means: number[][] | null = null
  let rolling: RollingMean[] = []
  let keep: Keep = { kind: 'all' }
  let version = 0
  let latest = emptySnapshot

  const newest = () => times.at(-1) ?? -Infinity

  const trim = () => {
    let drop = 0
    if (keep.kind === 'last') drop = times.length - keep.count
    if (keep.kind === 'since') while (times[drop]! < newest() - keep.length) drop++
    if (drop <= 0) return
    times.splice(0, drop)
    for (const column of values) column.splice(0, drop)
    for (const column of means ?? []) column.splice(0, drop)
  }

  return {
    load(loaded) {
      times = [...loaded.columns.times]
      values = loaded.columns.values.map(column => [...column])
      means = loaded.rollingMean?.map(column => [...column]) ?? null
      const { meanLength } = loaded
      rolling = meanLength === null ? [] : loaded.tail.map(tail => createRollingMean(meanLength, tail))
      keep = loaded.keep
      version++
    },
    append(columns) {
      const before = times.length
      for (const [i, at] of columns.times.entries()) {
        if (at <= newest() || (keep.kind === 'until' && at >= keep.to)) continue
        times.push(at)
        for (const [channel, column] of columns.values.entries()) {
          const value = column[i] ?? Number.NaN
          values[channel] ??= []
          values[channel].push(value)
          means?.[channel]?.push(rolling[channel]?.push(value) ?? Number.NaN)
        }
      }
      if (times.length === before) return false
      trim()
      version++
      return true
    },
    newest,
    size: () => times.length,
    snapshot() {
      if (latest.version !== version) {
        latest = {
          times: [...times],
          values: values.map(column => [...column]),
          rollingMean: means?.map(column => [...column]) ?? null,
          keep,
          version,
        }
      }
      return latest
    },
  }
}

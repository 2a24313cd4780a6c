import type { Histogram } from '@opentelemetry/sdk-metrics'
import { LRUCache } from 'lru-cache'
import type { Figure } from './figure.ts'

/** How long something takes, by kind, and by version where one does it; for where it happens so often that it must cost nothing. */
export interface Timings {
  /** `versionId`: null where a built-in kind does it. */
  record(kind: string, versionId: number | null, milliseconds: number): void
  /** Ids of the versions that have figures of their own. */
  readonly versions: readonly number[]
  readonly figure: Figure
}

interface Cell {
  readonly kind: string
  readonly counts: number[]
  sum: number
  count: number
}

/** `bounds` in seconds, ascending; `versions`: so many have figures of their own, those used last. The others are `other`. */
export function createTimings(name: string, help: string, bounds: readonly number[], versions: number): Timings {
  const built = new Map<string, Cell>()
  const beyond = new Map<string, Cell>()
  const own = new LRUCache<number, Cell>({
    max: Math.max(1, versions),
    dispose(cell) {
      addTo(ofKind(beyond, cell.kind), cell)
    },
  })
  const blank = (kind: string): Cell => ({ kind, counts: new Array(bounds.length + 1).fill(0), sum: 0, count: 0 })
  const ofKind = (cells: Map<string, Cell>, kind: string): Cell => {
    const cell = cells.get(kind) ?? blank(kind)
    cells.set(kind, cell)
    return cell
  }
  const ofVersion = (id: number, kind: string): Cell => {
    const known = own.get(id)
    if (known !== undefined) return known
    const cell = blank(kind)
    own.set(id, cell)
    return cell
  }
  return {
    record(kind, versionId, milliseconds) {
      const cell =
        versionId === null ? ofKind(built, kind) : versions === 0 ? ofKind(beyond, kind) : ofVersion(versionId, kind)
      const seconds = milliseconds / 1_000
      let place = 0
      while (place < bounds.length && seconds > bounds[place]!) place++
      cell.counts[place]!++
      cell.sum += seconds
      cell.count++
    },
    get versions() {
      return [...own.keys()]
    },
    get figure(): Figure {
      const shown = (version: string, cell: Cell) => ({
        labels: { kind: cell.kind, version },
        value: histogramOf(cell, bounds),
      })
      const values = [
        ...[...built.values()].map(cell => shown('', cell)),
        ...[...own.entries()].map(([id, cell]) => shown(String(id), cell)),
        ...[...beyond.values()].map(cell => shown('other', cell)),
      ]
      return { name, help, type: 'histogram', values }
    },
  }
}

function addTo(cell: Cell, other: Cell): void {
  for (const [place, count] of other.counts.entries()) cell.counts[place]! += count
  cell.sum += other.sum
  cell.count += other.count
}

const histogramOf = ({ counts, sum, count }: Cell, boundaries: readonly number[]): Histogram => ({
  buckets: { boundaries: [...boundaries], counts: [...counts] },
  sum,
  count,
})

import type { Range } from '../series/view.ts'
import type { Keep } from './live-window.ts'

export interface WindowVariables {
  readonly from?: string
  readonly to?: string
  readonly last?: number
}

/** Before any point that can be stored; the API takes instants after 1970 only. */
const earliest = 1
export const beginningOfTime = new Date(earliest).toISOString()

/**
 * What to ask the API for. A length of time counts back from the newest point rather than from now, so that a series
 * that ended years ago has a last hour too; until a point is known, from now.
 */
export function windowOf(range: Range, newest: number, now = Date.now()): WindowVariables {
  if (range.kind === 'last') return { last: range.count }
  if (range.kind === 'all') return { from: beginningOfTime }
  if (range.kind === 'between') return { from: instant(range.from), to: instant(range.to) }
  return { from: instant((Number.isFinite(newest) ? newest : now) - range.length) }
}

export function keepOf(range: Range): Keep {
  return range.kind === 'between' ? { kind: 'until', to: range.to } : range
}

/** A stretch and a quarter on each side, so that lines run out of the plot and a drag meets points at once. */
export function widened(range: Range): Range {
  if (range.kind !== 'between') return range
  const margin = (range.to - range.from) / 4
  return { kind: 'between', from: range.from - margin, to: range.to + margin }
}

/** An instant as the API takes it, held within what it takes. */
export const instant = (at: number) => new Date(Math.max(earliest, Math.round(at))).toISOString()

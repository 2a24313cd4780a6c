import type { Columns } from '../../ui/chart/columns.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import type { Range } from '../series/view.ts'

/** The future may take this share of a chart, however far the forecast reaches. */
const mostFuture = 0.35

/** Milliseconds shown on each side of a point that is all there is. */
const aroundOne = 30_000

/** The time axis of a chart: what the range holds and, where it follows the newest point, what the forecast adds. */
export function chartTime(range: Range, { times }: Columns, forecastEnd: number | null): Domain | null {
  if (range.kind === 'between') return [range.from, range.to]
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return null
  const from = range.kind === 'since' ? last - range.length : first
  if (from === last && forecastEnd === null) return [last - aroundOne, last + aroundOne]
  const past = Math.max(1, last - from)
  const furthest = last + (past * mostFuture) / (1 - mostFuture)
  return [from, Math.max(last, Math.min(forecastEnd ?? last, furthest))]
}

/** The range itself where an instant is in sight; else as much time, with the instant at a third of it. */
export function around(at: number, range: Range, shown: Domain | null): Range {
  if (shown === null || (at >= shown[0] && at < shown[1])) return range
  const length = shown[1] - shown[0]
  return onMilliseconds(at - length / 3, at + (2 * length) / 3)
}

const shortest = 10

/** The domain shortened (factor < 1) or lengthened around one of its instants. */
export function zoom([from, to]: Domain, factor: number, around: number): Range {
  const scale = Math.max(factor, shortest / (to - from))
  return { kind: 'between', from: around - (around - from) * scale, to: around + (to - around) * scale }
}

export const pan = ([from, to]: Domain, by: number): Range => ({ kind: 'between', from: from + by, to: to + by })

/** Keeps a range that was dragged or zoomed near the history, on whole milliseconds as addresses have them. */
export function within(range: Range, history: Domain | null): Range {
  if (range.kind !== 'between') return range
  if (!history) return onMilliseconds(range.from, range.to)
  const [first, last] = history
  const length = range.to - range.from
  if (length >= (last - first) * 1.5) return { kind: 'all' }
  const margin = length * 0.5
  const from = Math.min(Math.max(range.from, first - margin), last + margin - length)
  return onMilliseconds(from, from + length)
}

const onMilliseconds = (from: number, to: number): Range => ({
  kind: 'between',
  from: Math.floor(from),
  to: Math.ceil(to),
})

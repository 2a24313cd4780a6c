import type { Domain } from '../../ui/chart/sticky-domain.ts'
import type { Range } from './view.ts'

/** A marker nearer than this share to an edge is not all there. */
const margin = 0.02

/** The range itself where the chart shows the instant, else one as long with it in the middle. */
export function bringInto(range: Range, shown: Domain | null, at: number): Range {
  const [from, to] = shown ?? [at, at]
  const edge = range.kind === 'between' ? (to - from) * margin : 0
  if (shown !== null && at >= from + edge && at <= to - edge) return range
  const half = Math.max(shortest, (to - from) / 2)
  return { kind: 'between', from: Math.floor(at - half), to: Math.ceil(at + half) }
}

/** Milliseconds on each side of an instant at least. */
const shortest = 5

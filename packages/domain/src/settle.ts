import { type CheckedBatch, type PointColumns, type Rejection, toldAtMost, type Warning } from './point.ts'

/** What settling has to know of a series. */
interface Ending {
  /** The instant of the last point stored; null where there is none. */
  readonly lastAt: number | null
}

/** A checked batch beside what is stored: what is new, and what is to take another's place. */
export interface Settled<Series extends Ending = Ending> {
  readonly series: Series
  /** Not stored yet, ascending; the first `late` of them are older than the last point stored. */
  readonly fresh: PointColumns
  readonly late: number
  /** Stored with other values, ascending; empty unless replacing was asked for. */
  readonly replaced: PointColumns
  /** Stored with the same values, ascending. */
  readonly unchanged: PointColumns
  readonly conflicts: number
  /** Some of them, and how many there are. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
  readonly warnings: readonly Warning[]
  readonly warned: number
}

/** Whether any point may be stored already: nothing is after the last instant. */
export const mayBeStored = (series: Ending, points: PointColumns): boolean =>
  series.lastAt !== null && points.times.length > 0 && points.times[0]! <= series.lastAt

/** `stored` are those of the batch's instants that are stored, ascending; null when none can be. */
export function settle<Series extends Ending>(
  series: Series,
  checked: CheckedBatch,
  stored: PointColumns | null,
  replace: boolean,
): Settled<Series> {
  const { points, rejections, rejected, warnings, warned } = checked
  const unaffected = { series, rejections, rejected, warnings, warned }
  if (stored === null || stored.times.length === 0) {
    const late = countLate(series, points.times)
    return { ...unaffected, fresh: points, late, replaced: none(points), unchanged: none(points), conflicts: 0 }
  }
  const fresh: number[] = []
  const differing: number[] = []
  const alike: number[] = []
  let s = 0
  for (let i = 0; i < points.times.length; i++) {
    while (s < stored.times.length && stored.times[s]! < points.times[i]!) s++
    if (stored.times[s] !== points.times[i]) fresh.push(i)
    else (same(points, i, stored, s) ? alike : differing).push(i)
  }
  const kept = pick(points, fresh)
  const refused = replace ? [] : differing
  const conflicting = refused
    .slice(0, Math.max(0, toldAtMost - rejections.length))
    .map(i => conflict(checked.index[i]!))
  return {
    ...unaffected,
    fresh: kept,
    late: countLate(series, kept.times),
    replaced: replace ? pick(points, differing) : none(points),
    unchanged: pick(points, alike),
    conflicts: differing.length,
    rejections: [...rejections, ...conflicting].sort((a, b) => a.index - b.index),
    rejected: rejected + refused.length,
  }
}

function countLate(series: Ending, times: Float64Array): number {
  let late = 0
  while (late < times.length && series.lastAt !== null && times[late]! < series.lastAt) late++
  return late
}

const same = (a: PointColumns, i: number, b: PointColumns, j: number): boolean =>
  a.channels.every((values, c) => values[i] === b.channels[c]![j] || Object.is(values[i], b.channels[c]![j]))

const conflict = (index: number): Rejection => ({
  index,
  code: 'VALUE_CONFLICT',
  message: 'another value is stored for this instant: send it with replace to put this one in its place',
})

export const pick = (points: PointColumns, places: readonly number[]): PointColumns => ({
  times: taken(points.times, places),
  channels: points.channels.map(values => taken(values, places)),
})

/** In a plain loop: `Float64Array.from` with a function takes ten times as long, and batches are large. */
function taken(values: Float64Array, places: readonly number[]): Float64Array {
  const found = new Float64Array(places.length)
  for (let k = 0; k < places.length; k++) found[k] = values[places[k]!]!
  return found
}

export const slice = (points: PointColumns, from: number, to?: number): PointColumns => ({
  times: points.times.subarray(from, to),
  channels: points.channels.map(values => values.subarray(from, to)),
})

const none = (points: PointColumns): PointColumns => slice(points, 0, 0)

export interface ChangedPoints {
  /** After all stored points, ascending. */
  readonly inOrder: PointColumns
  /** Among them or in place of some, ascending. */
  readonly outOfOrder: PointColumns
}

/** The points that change the series. */
export const changedPoints = ({ fresh, late, replaced }: Settled): ChangedPoints => ({
  inOrder: slice(fresh, late),
  outOfOrder: merge(slice(fresh, 0, late), replaced),
})

/** Points that would be stored once more, to be compared with those around them. */
export const amongStored = (points: PointColumns): ChangedPoints => ({ inOrder: none(points), outOfOrder: points })

/** Points with others among them, or in place of some; all ascending. */
export function overlaid(points: PointColumns, others: PointColumns): PointColumns {
  if (others.times.length === 0) return points
  const replaced = new Set(others.times)
  const kept = Array.from(points.times.keys()).filter(i => !replaced.has(points.times[i]!))
  return merge(kept.length === points.times.length ? points : pick(points, kept), others)
}

/** Both ascending, no instant in both. */
export function merge(a: PointColumns, b: PointColumns): PointColumns {
  if (b.times.length === 0) return a
  if (a.times.length === 0) return b
  const first = a.times.length
  const order: number[] = []
  for (let i = 0, j = 0; i < first || j < b.times.length; )
    order.push(j === b.times.length || (i < first && a.times[i]! < b.times[j]!) ? i++ : first + j++)
  const both = (x: Float64Array, y: Float64Array) => {
    const merged = new Float64Array(order.length)
    for (let k = 0; k < order.length; k++) merged[k] = order[k]! < first ? x[order[k]!]! : y[order[k]! - first]!
    return merged
  }
  return { times: both(a.times, b.times), channels: a.channels.map((values, c) => both(values, b.channels[c]!)) }
}

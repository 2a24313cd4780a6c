import { Fault } from '@seriema/domain/fault'
import { after, millisecondsOf, positions, type Step } from '@seriema/domain/step'
import type { Window } from '../contract/forecaster.ts'

/** Stored points, columnar. `times` in milliseconds, ascending; `NaN` is a missing value. */
export interface Points {
  readonly times: Float64Array
  readonly channels: readonly Float64Array[]
}

/** A regular window and where it lies: cell i is i steps after `start`. */
export interface RegularGrid {
  readonly window: Window
  /** Instant of the first cell, in milliseconds. The last cell is at the instant of the last point. */
  readonly start: number
  /** Cells of all channels together whose value was made up because no point fell into them. */
  readonly filled: number
  /** Which cells those are, 1 for each, per channel; null for a channel without. */
  readonly gaps: readonly (Uint8Array | null)[]
}

/**
 * Puts points on a regular grid that ends at the last point. A point belongs to the nearest cell; of several in one cell
 * the last present value of each channel wins; empty cells are interpolated linearly between their neighbours in time,
 * and take the nearest value at the ends. Cost and memory are bounded by `limit`, however long the series was silent: the
 * grid holds at most the last `limit` cells, and begins at a point, never inside a gap. With a step of the calendar each
 * month is one cell, and a Saturday none where points come on business days.
 *
 * @param options.limit the most cells to return
 * @param options.longestGap gaps of more empty cells than this are not bridged: the grid begins after the last of them
 * @throws Fault INSUFFICIENT_DATA when there are no points, or a channel has no value inside the grid
 */
export function regularGrid(
  points: Points,
  options: { readonly step: Step; readonly limit: number; readonly longestGap?: number },
): RegularGrid {
  const { times } = points
  const { step, limit, longestGap = Number.POSITIVE_INFINITY } = options
  const interval = millisecondsOf(step)
  if (!(interval > 0) || !(limit >= 1)) {
    throw new Fault('INVALID_INPUT', `a grid needs a positive step and limit, not ${interval} ms and ${limit} cells`)
  }
  if (times.length === 0) throw new Fault('INSUFFICIENT_DATA', 'the series has no points yet: send some first')
  const last = times[times.length - 1]!
  const placed = positions(step, times)
  const end = placed[placed.length - 1]!
  let first = times.length - 1
  let cells = 1
  while (first > 0) {
    const fromEnd = Math.round(end - placed[first - 1]!)
    if (fromEnd >= limit || fromEnd - (cells - 1) - 1 > longestGap) break
    cells = Math.max(cells, fromEnd + 1)
    first--
  }
  let filled = 0
  const gaps: (Uint8Array | null)[] = []
  const channels = points.channels.map((values, channel) => {
    const grid = new Float64Array(cells).fill(Number.NaN)
    for (let i = first; i < times.length; i++) {
      if (!Number.isNaN(values[i]!)) grid[cells - 1 - Math.round(end - placed[i]!)] = values[i]!
    }
    const missing = Uint8Array.from(grid, value => (Number.isNaN(value) ? 1 : 0))
    const made = fillGaps(grid)
    gaps.push(made > 0 ? missing : null)
    if (made === cells) {
      throw new Fault('INSUFFICIENT_DATA', `channel ${channel} has no value in the last ${cells} steps`, {
        channel,
      })
    }
    filled += made
    return grid
  })
  return { window: { channels, interval }, start: after(step, last, 1 - cells), filled, gaps }
}

/** Fills NaN in place: linearly between present neighbours, with the nearest value at the ends. Returns how many. */
export function fillGaps(values: Float64Array): number {
  const n = values.length
  let filled = 0
  let before = -1
  for (let i = 0; i <= n; i++) {
    if (i < n && Number.isNaN(values[i]!)) continue
    const gap = i - before - 1
    if (gap > 0) {
      filled += gap
      const left = before >= 0 ? values[before]! : i < n ? values[i]! : Number.NaN
      const right = i < n ? values[i]! : left
      for (let k = 1; k <= gap; k++) {
        const share = k / (gap + 1)
        values[before + k] = left * (1 - share) + right * share
      }
      if (left === right) values.fill(left, before + 1, i)
    }
    before = i
  }
  return filled
}

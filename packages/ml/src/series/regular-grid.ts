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
  /** Which cells those are, 1 for each, per channel; null for a channel without. All of a channel that has no value. */
  readonly gaps: readonly (Uint8Array | null)[]
}

/**
 * Puts points on a regular grid that ends at the last point. A point belongs to the nearest cell; of several in one cell
 * the last present value of each channel wins; empty cells are interpolated linearly between their neighbours in time,
 * and take the nearest value at the ends. Cost and memory are bounded by `limit`, however long the series was silent: the
 * grid holds at most the last `limit` cells, and begins at a point, never inside a gap. A silence is bridged rather than
 * what was before it forgotten, unless most of the grid would then be made up (see `beginning`). A channel that has no
 * value in the grid is all zeros, and all of it a gap. With a step of the calendar each month is one cell, and a Saturday
 * none where points come on business days.
 *
 * @param options.limit the most cells to return
 * @throws Fault INSUFFICIENT_DATA when there are no points
 */
export function regularGrid(points: Points, options: { readonly step: Step; readonly limit: number }): RegularGrid {
  const { times } = points
  const { step, limit } = options
  const interval = millisecondsOf(step)
  if (!(interval > 0) || !(limit >= 1)) {
    throw new Fault('INVALID_INPUT', `a grid needs a positive step and limit, not ${interval} ms and ${limit} cells`)
  }
  if (times.length === 0) throw new Fault('INSUFFICIENT_DATA', 'the series has no points yet: send some first')
  const last = times[times.length - 1]!
  const placed = positions(step, times)
  const end = placed[placed.length - 1]!
  const fromEnd = (i: number) => Math.round(end - placed[i]!)
  const first = beginning(times.length, limit, fromEnd)
  const cells = fromEnd(first) + 1
  let filled = 0
  const gaps: (Uint8Array | null)[] = []
  const channels = points.channels.map(values => {
    const grid = new Float64Array(cells).fill(Number.NaN)
    for (let i = first; i < times.length; i++) {
      if (!Number.isNaN(values[i]!)) grid[cells - 1 - fromEnd(i)] = values[i]!
    }
    const missing = Uint8Array.from(grid, value => (Number.isNaN(value) ? 1 : 0))
    const made = fillGaps(grid)
    gaps.push(made > 0 ? missing : null)
    if (made === cells) grid.fill(0)
    filled += made
    return grid
  })
  return { window: { channels, interval }, start: after(step, last, 1 - cells), filled, gaps }
}

/** A silence of more cells than this is one that a grid may begin after. */
const silence = 100

/**
 * Place of the first point of the grid that tells the most: the one with the most cells that hold a point, for the square
 * root of its length. It goes on beyond a silence as long as about half of it is not made up, and further where next to
 * nothing came since. `fromEnd` gives the cells between a point and the last one.
 */
function beginning(count: number, limit: number, fromEnd: (point: number) => number): number {
  let best = count - 1
  let most = 0
  let taken = 0
  for (let i = count - 1, cell = -1; i >= 0; i--) {
    const here = fromEnd(i)
    if (here >= limit) break
    if (here !== cell) taken++
    cell = here
    const next = i > 0 ? fromEnd(i - 1) : Number.POSITIVE_INFINITY
    const tells = taken / Math.sqrt(here + 1)
    if ((next < limit && next - here <= silence + 1) || tells < most) continue
    best = i
    most = tells
  }
  return best
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

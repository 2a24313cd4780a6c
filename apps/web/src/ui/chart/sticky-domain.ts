import { ticks } from './ticks.ts'

export type Domain = readonly [number, number]

/** Share of the axis the values may leave empty before it closes in on them. */
const slack = 0.45

/**
 * The value axis for an extent. It grows at once and shrinks only when much of it is empty, in both cases to round
 * numbers: an axis that followed every point would make a live chart tremble.
 */
export function stickyDomain(before: Domain | null, extent: Domain | null): Domain {
  if (!extent) return before ?? [0, 1]
  const span = extent[1] - extent[0]
  if (before && extent[0] >= before[0] && extent[1] <= before[1]) {
    const used = span / (before[1] - before[0])
    if (used > 1 - slack) return before
  }
  const next = roundDomain(extent)
  return before && next[0] === before[0] && next[1] === before[1] ? before : next
}

function roundDomain([least, greatest]: Domain): Domain {
  const span = greatest - least || Math.abs(greatest) * 0.1 || 1
  const low = least - span * 0.08
  const high = greatest + span * 0.08
  // Values at the ends of what a number can be leave no room beside them.
  if (!Number.isFinite(high - low)) return [least, greatest]
  const step = ticks(low, high, 8).step
  const floor = Math.floor(low / step) * step
  // Values that are never negative keep their zero line.
  return [least >= 0 && floor < 0 ? 0 : floor, Math.ceil(high / step) * step]
}

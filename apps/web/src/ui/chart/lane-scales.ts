import type { laneMargin } from './lane-style.ts'
import type { Scale } from './paths.ts'
import type { Domain } from './sticky-domain.ts'

/** Instants and values to pixels, and the edges of the plot. */
export interface LaneScales {
  readonly x: Scale
  readonly y: Scale
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function scalesOf(
  width: number,
  height: number,
  margin: typeof laneMargin,
  [from, to]: Domain,
  [low, high]: Domain,
): LaneScales {
  const [left, right] = [margin.left, Math.max(margin.left + 1, width - margin.right)]
  const [top, bottom] = [margin.top, height - margin.bottom]
  // Halves, since the whole span of the greatest numbers is none.
  const half = high / 2 - low / 2 || 1
  return {
    x: at => left + ((right - left) * (at - from)) / (to - from || 1),
    y: value => bottom - ((bottom - top) * (value / 2 - low / 2)) / half,
    left,
    right,
    top,
    bottom,
  }
}

import type { PointColumns } from '@seriema/domain/point'
import type { PointScore } from '@seriema/ml/contract/scorer'
import { scorers } from '@seriema/ml/scorers/registry'
import type { Baseline } from './detect.ts'

const { zscore } = scorers

/** How many points before a late one its z-score looks at, missing values among them allowed for. */
export const contextBefore = 2 * zscore.memory(zscore.defaults)

/**
 * The z-score of points that came out of order, each against the points before its own instant. `around` are those stored
 * from `contextBefore` before the first to the last of them; where both have an instant, the one that came counts.
 */
export function lateBaseline(points: PointColumns, around: PointColumns): Baseline {
  const flagged = points.channels.map((values, channel) => {
    const stored = around.channels[channel]!
    const state = zscore.initial(zscore.defaults)
    const found: { index: number; found: PointScore }[] = []
    let s = 0
    for (let i = 0; i < values.length; i++) {
      const at = points.times[i]!
      for (; s < stored.length && around.times[s]! < at; s++) zscore.score(state, stored[s]!)
      if (around.times[s] === at) s++
      const score = zscore.score(state, values[i]!)
      if (score !== null && score.score > state.threshold) found.push({ index: i, found: score })
    }
    return found
  })
  return { flagged }
}

import { type SlidingMedian, slideMedian } from '../../statistics/sliding-median.ts'
import { lookUp, noPhase } from './phase.ts'
import type { SeasonMemory } from './season-memory.ts'
import { passOver, type View } from './view.ts'

/** What windows are kept of: the values, and what is left of them beyond the season. */
interface Windows {
  readonly views: readonly View[]
  readonly seasonal: readonly View[]
  readonly level: SlidingMedian
  readonly season: SeasonMemory
}

/**
 * Lets all windows go on over the last steps that brought no value, by what the season has there, so that those which hold
 * both sides of a silence hold what lay between, too. Whether it could: that takes a season which knows all of these steps.
 */
export function bridge({ views, seasonal, level, season }: Windows, missed: number): boolean {
  const steps = Math.min(missed, views.at(-1)!.moments.block.length)
  const phase = noPhase()
  for (let on = -steps; on < 0; on++) if (Number.isNaN(lookUp(season, phase, on).mean)) return false
  for (let on = -steps; on < 0; on++) {
    const { here, mean } = lookUp(season, phase, on)
    const value = Number.isNaN(here) ? mean : here
    for (const view of views) passOver(view, value)
    for (const view of seasonal) passOver(view, 0)
    slideMedian(level, value)
  }
  return true
}

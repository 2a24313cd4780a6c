import { highestScore } from '../contract/scorer.ts'

/** Below this share of the level a spread is rounding noise, and the window counts as constant. */
const constantShare = 1e-9
/** What a past that never moved may move by without being noticed, as a share of the level. */
export const noticed = 0.01
/** What one standard deviation is then taken to be: a third of it, the usual threshold being 3. */
const deadShare = noticed / 3
/** The same for a level of zero, which has no scale of its own. */
const deadFloor = 1e-9

/**
 * The spread to divide by. A past that never moved says nothing about how far it may move, so there 1 % of the level, an
 * instrument's usual accuracy, is taken to be three standard deviations: a reading that has been 21.5 all along may become
 * 21.6 without alarm, and 42 becoming 43 is one; after nothing but zeros every other value is.
 */
export function usableSpread(spread: number, level: number): number {
  const size = Math.abs(level)
  return spread > constantShare * size ? spread : Math.max(deadShare * size, deadFloor)
}

/** |deviation| in spreads, never beyond `highestScore`. */
export const inSpreads = (deviation: number, spread: number): number =>
  Math.min(Math.abs(deviation) / spread, highestScore)

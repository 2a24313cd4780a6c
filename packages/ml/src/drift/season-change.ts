import { detrended, explainedByOtherCycles, fewestCycles } from '../series/season/explained.ts'

/** Lengths closer than this share are the same season, looked at twice. */
const alike = 0.1
/** Whether two lengths in points, 1 for none, are of one season. */
export const sameSeason = (was: number, is: number): boolean => Math.abs(was - is) <= alike * Math.min(was, is)

/** A season holds while it explains this share of what it explained. */
const holds = 0.5
/** Only a season that explains this much comes or goes: beneath, chance finds one now and then. */
const worthwhile = 0.5

/**
 * Whether the season is another one: the old one explained much and explains less than half of that, or where there was none,
 * one has come that explains much. A multiple or a part of the old season that was found this time instead is no change, and nothing is said of one that has not been seen three times.
 *
 * @param was,is the length in points, 1 for none, of channels on a regular grid (see `detectSeason`)
 */
export function seasonChanged(
  was: { readonly season: number; readonly channels: readonly Float64Array[] },
  is: { readonly season: number; readonly channels: readonly Float64Array[] },
): boolean {
  if (sameSeason(was.season, is.season)) return false
  const { season } = was.season > 1 ? was : is
  if (Math.min(lengthOf(was.channels), lengthOf(is.channels)) < fewestCycles * season) return false
  const [before, now] = [explained(was.channels, season), explained(is.channels, season)]
  const [there, gone] = was.season > 1 ? [before, now] : [now, before]
  return there >= worthwhile && gone < holds * there
}

const lengthOf = ([first]: readonly Float64Array[]): number => first?.length ?? 0

/** What a season of that length explains of the channels that move, on average. */
function explained(channels: readonly Float64Array[], season: number): number {
  const moving = channels.map(detrended).filter(values => values !== null)
  if (moving.length === 0) return 0
  return moving.reduce((sum, values) => sum + Math.max(0, explainedByOtherCycles(values, season)), 0) / moving.length
}

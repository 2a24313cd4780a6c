/** The recent past of a series and the season it shows. */
export interface Past {
  /** The values of the last steps, oldest overwritten first; NaN where a step brought none. */
  readonly ring: Float64Array
  /** Steps that went by, with and without a value. */
  place: number
  /** In steps; 1 for none. */
  season: number
}

/** Steps remembered: a power of two. */
export const kept = 4_096
/** Shorter seasons are not told from noise by what lies beside them. */
export const shortest = 4
/** Seasons looked back on. */
const cycles = 7
/** Usual deviations that neighbouring phases differ by where a season has an edge, and not a slope. */
const edge = 4

export const hasSeason = ({ season, place }: Past): boolean => season >= shortest && place >= 3 * season

/**
 * The means of a phase, of the one before and of the one after, in up to seven seasons before, and that of all three; NaN
 * where there is none. Kept by whoever asks, so that a step allocates nothing.
 */
export interface Phase {
  mean: number
  behind: number
  here: number
  ahead: number
}

export const noPhase = (): Phase => ({ mean: Number.NaN, behind: Number.NaN, here: Number.NaN, ahead: Number.NaN })

/** The phase of the step so many `on` from the next, in seasons of a length; NaN in all while no season shows. */
export function lookUp(past: Past, phase: Phase, on = 0, season = hasSeason(past) ? past.season : 0): Phase {
  const { ring, place } = past
  const end = season === 0 ? 0 : Math.min(place, kept)
  let [behind, here, ahead, behinds, heres, aheads] = [0, 0, 0, 0, 0, 0]
  for (let cycle = 1, back = season; cycle <= cycles && back < end; cycle++, back += season) {
    const at = place + on - back
    const [first, second, third] = [ring[(at - 1) & (kept - 1)]!, ring[at & (kept - 1)]!, ring[(at + 1) & (kept - 1)]!]
    if (!Number.isNaN(first)) {
      behind += first
      behinds++
    }
    if (!Number.isNaN(second)) {
      here += second
      heres++
    }
    if (!Number.isNaN(third)) {
      ahead += third
      aheads++
    }
  }
  phase.mean = (behind + here + ahead) / (behinds + heres + aheads)
  phase.behind = behind / behinds
  phase.here = here / heres
  phase.ahead = ahead / aheads
  return phase
}

/** What `lookUp` finds of the phase alone, in a third of the time. */
export function hereOf({ ring, place }: Past, on: number, season: number): number {
  const end = season === 0 ? 0 : Math.min(place, kept)
  let [here, heres] = [0, 0]
  for (let cycle = 1, back = season; cycle <= cycles && back < end; cycle++, back += season) {
    const value = ring[(place + on - back) & (kept - 1)]!
    if (Number.isNaN(value)) continue
    here += value
    heres++
  }
  return here / heres
}

/**
 * Of the means of the phase alone, of the one before and of the one after, that nearest to a value; NaN where there is
 * none. Where days begin and end at a stroke, the mean of the three lies between two levels that are both usual.
 */
export function nearest({ behind, here, ahead }: Phase, value: number): number {
  let best = behind
  if (!(Math.abs(value - here) >= Math.abs(value - best))) best = Number.isNaN(here) ? best : here
  if (!(Math.abs(value - ahead) >= Math.abs(value - best))) best = Number.isNaN(ahead) ? best : ahead
  return best
}

/**
 * What a value is beyond its phase: less the mean of the three, and at an edge of the season, a narrow peak or a stroke of
 * the clock, less the nearest, so that a value right for its step, or early or late by one, is nothing there.
 *
 * @param spread the usual deviation
 */
export function beyondPhase(phase: Phase, value: number, spread: number): number {
  const { mean, behind, here, ahead } = phase
  const beyond = value - mean
  const range = Math.max(behind, here, ahead) - Math.min(behind, here, ahead)
  if (!(range > edge * spread)) return beyond
  const nearer = value - nearest(phase, value)
  return Math.abs(nearer) < Math.abs(beyond) ? nearer : beyond
}

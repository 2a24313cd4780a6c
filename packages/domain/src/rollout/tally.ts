import type { Comparison } from '../rollout.ts'

/** Sums over what a version that is tried out did, and whoever is active beside it: they add up in any order. */
export interface Tally {
  readonly points: number
  readonly agreeing: number
  readonly extraFlags: number
  /** Values that both scored, and the sum of the distances of their scores. */
  readonly scored: number
  readonly scoreDistance: number
  readonly calls: number
  readonly failures: number
  /** How many calls took about how long: by place on a scale of times. */
  readonly times: Readonly<Record<number, number>>
  /** Values that both had forecast and that have come, and the sums of how far each of the two was off. */
  readonly forecast: number
  readonly ownError: number
  readonly activeError: number
}

export const emptyTally: Tally = {
  points: 0,
  agreeing: 0,
  extraFlags: 0,
  scored: 0,
  scoreDistance: 0,
  calls: 0,
  failures: 0,
  times: {},
  forecast: 0,
  ownError: 0,
  activeError: 0,
}

/** Shortest time that is told from others, in milliseconds, and places on the scale for a doubling of it. */
const [shortest, placesPerDoubling] = [0.01, 8]

const placeOf = (milliseconds: number): number =>
  Math.max(0, Math.round(placesPerDoubling * Math.log2(Math.max(milliseconds, shortest) / shortest)))

/** A call that took so many milliseconds. */
export const callOf = (milliseconds: number, failed: boolean): Tally => ({
  ...emptyTally,
  calls: 1,
  failures: failed ? 1 : 0,
  times: { [placeOf(milliseconds)]: 1 },
})

export function addTallies(a: Tally, b: Tally): Tally {
  const times: Record<number, number> = { ...a.times }
  for (const [place, count] of Object.entries(b.times)) times[Number(place)] = (times[Number(place)] ?? 0) + count
  return {
    points: a.points + b.points,
    agreeing: a.agreeing + b.agreeing,
    extraFlags: a.extraFlags + b.extraFlags,
    scored: a.scored + b.scored,
    scoreDistance: a.scoreDistance + b.scoreDistance,
    calls: a.calls + b.calls,
    failures: a.failures + b.failures,
    times,
    forecast: a.forecast + b.forecast,
    ownError: a.ownError + b.ownError,
    activeError: a.activeError + b.activeError,
  }
}

/** The time that a share of the calls kept within, to within 5 %, in milliseconds; null where there was no call. */
export function timeAt({ times }: Pick<Tally, 'times'>, share: number): number | null {
  const places = Object.entries(times).map(([place, count]) => [Number(place), count] as const)
  places.sort(([a], [b]) => a - b)
  const all = places.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [place, count] of places) {
    seen += count
    if (seen >= share * all) return shortest * 2 ** (place / placesPerDoubling)
  }
  return null
}

/** Mean distance of the scores of both; null where no value was scored by both. */
export const scoreDifference = ({ scored, scoreDistance }: Pick<Tally, 'scored' | 'scoreDistance'>): number | null =>
  scored === 0 ? null : scoreDistance / scored

/** As it is judged. `labels`: how many of its flags people labelled, and called false. */
export function comparisonOf(
  tally: Tally,
  labels: Pick<Comparison, 'labelled' | 'labelledFalse'> = { labelled: 0, labelledFalse: 0 },
): Comparison {
  const { points, agreeing, extraFlags, calls, failures, forecast, ownError, activeError } = tally
  const errors = forecast === 0 ? null : { points: forecast, own: ownError / forecast, active: activeError / forecast }
  return { points, agreeing, extraFlags, calls, failures, latency: timeAt(tally, 0.95), errors, ...labels }
}

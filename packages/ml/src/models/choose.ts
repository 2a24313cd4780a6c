import type { ForecasterKind } from '@seriema/domain/forecast'
import { drift } from './drift.ts'
import { ridge } from './ridge.ts'
import { seasonalNaive } from './seasonal-naive.ts'

export interface ForecasterChoice {
  readonly kind: ForecasterKind
  /** One sentence for the user. */
  readonly reason: string
}

/**
 * The forecaster used where there is too little history, or no time, to try several: ridge where the history suffices,
 * else the last season (without a season: the last value) repeated, or a line that it keeps to gone on with. Null below
 * two points.
 *
 * @param facts.points regular points of history
 * @param facts.season in points; 1 for none
 * @param facts.steady whether the series keeps to a straight line (see `driftsSteadily`)
 */
export function chooseForecaster(facts: {
  readonly points: number
  readonly horizon: number
  readonly season: number
  readonly steady?: boolean
}): ForecasterChoice | null {
  const { points, horizon, season, steady = false } = facts
  if (points < 2) return null
  const needed = ridge.pointsNeeded(horizon, season)
  if (points >= needed && horizon <= ridge.longestHorizon) {
    return { kind: ridge.kind, reason: `${points} points are enough for ${ridge.kind} (${needed})` }
  }
  const short =
    horizon > ridge.longestHorizon
      ? `${ridge.kind} forecasts at most ${ridge.longestHorizon} steps`
      : `${ridge.kind} needs ${needed} points, and there are ${points}`
  if (steady && season === 1) return { kind: drift.kind, reason: `${short}: the line that it keeps to goes on` }
  const repeats = season > 1 && points >= season ? `the last season of ${season} points` : 'the last value'
  return { kind: seasonalNaive.kind, reason: `${short}: ${repeats} is repeated` }
}

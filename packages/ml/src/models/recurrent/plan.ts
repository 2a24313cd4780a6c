import { recurrentSettings } from './settings.ts'

/** What a network looks at and makes at once, in points. */
export interface TrainingPlan {
  readonly lookback: number
  readonly steps: number
}

const { test, validation } = recurrentSettings
const longestLookback = 168
const fewestSteps = 12
/** The smaller held-out part holds at least one window. */
const share = Math.min(test, validation)

export const fewestPoints = Math.ceil((recurrentSettings.lookback + fewestSteps) / share - 1e-9)

/**
 * As much as a history has room for in each part that is held out: a season where that is longer than the usual lookback,
 * and up to 96 steps.
 *
 * @param points at least `fewestPoints`
 * @param season in points; 1 for none
 */
export function planTraining(points: number, season: number): TrainingPlan {
  const room = Math.floor(points * share + 1e-9)
  const wide = Math.min(season, longestLookback)
  const lookback = wide > recurrentSettings.lookback && wide + fewestSteps <= room ? wide : recurrentSettings.lookback
  return { lookback, steps: Math.min(recurrentSettings.steps, room - lookback) }
}

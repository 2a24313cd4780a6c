import type { ClosedFormForecaster } from '../contract/forecaster-family.ts'
import { croppedChannels, enoughHistory, windowLength } from '../contract/window.ts'

/** Points without a season, and seasons, whose mean change goes on. */
const longest = { points: 200, seasons: 3 }

/**
 * The last season again, moved by its mean change from one season to the next: step h is the value a season before plus
 * that change once for each season ahead. With season 1, the line through the first and the last point looked at
 * (a random walk with drift).
 */
export const drift: ClosedFormForecaster = {
  kind: 'drift',
  how: 'fitted',
  title: 'Drift',
  tagline: 'the last season and its change',
  description: 'The same as a season ago and the mean change since; a straight line where there is no season.',
  needs: '3 points, or two seasons',
  settings: [],
  longestHorizon: Number.POSITIVE_INFINITY,
  pointsNeeded: (_horizon, season) => (season > 1 ? 2 * season : 3),
  async fit(history, { horizon, season }) {
    enoughHistory(drift, history, horizon, season)
    const most = season > 1 ? longest.seasons * season : longest.points
    const lookback = Math.min(windowLength(history), most)
    return {
      kind: drift.kind,
      lookback,
      forecast: async (windows, horizon) =>
        windows.map(window => croppedChannels(window, lookback).map(values => goneOn(values, season, horizon))),
    }
  },
}

function goneOn(values: Float64Array, season: number, horizon: number): Float64Array {
  const changes = values.length - season
  // The sum of v(i) − v(i − season) is the last season less the first: what is between cancels.
  let change = 0
  for (let i = 0; i < Math.min(season, changes); i++)
    change += values[values.length - 1 - i]! - values[Math.min(season, changes) - 1 - i]!
  change /= changes
  const last = values.subarray(values.length - season)
  return Float64Array.from({ length: horizon }, (_, h) => last[h % season]! + (Math.floor(h / season) + 1) * change)
}

/** Points of which a line can be told from chance. */
const fewestOnLine = 4
/** The mean change in its own standard errors. */
const clear = 4

/** Whether a channel keeps to a straight line so closely that chance would not: by the changes of its last points. */
export function driftsSteadily(values: Float64Array): boolean {
  const looked = values.subarray(-longest.points)
  const count = looked.length - 1
  if (count + 1 < fewestOnLine) return false
  const mean = (looked[count]! - looked[0]!) / count
  let squares = 0
  for (let i = 1; i <= count; i++) squares += (looked[i]! - looked[i - 1]! - mean) ** 2
  const error = Math.sqrt(squares / (count - 1) / count)
  return mean !== 0 && Math.abs(mean) > clear * error
}

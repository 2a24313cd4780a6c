import { forecastEts, forecastMstl } from '../runtime/augurs.ts'
import { ets } from './ets.ts'
import { smoothedForecaster } from './smoothed.ts'

/** Seasons looked at: ten where they are short, three at least, since each point costs. */
const cycles = { most: 10, fewest: 3 }
const points = { most: 1_200, fewest: 200 }

/**
 * Season and trend by loess (STL), the trend continued by exponential smoothing and the season repeated (Bandara et al.
 * 2021), over the last ten seasons, at least 200 points and not many more than 1,200. Without a season it is `ets`.
 */
export const mstl = smoothedForecaster({
  kind: 'mstl',
  title: 'Season and trend',
  tagline: 'loess and smoothing',
  description:
    'Season by loess (STL), repeated; the rest by exponential smoothing. Without a season it is smoothing alone.',
  needs: 'three seasons, or 16 points where there is none',
  settings: [],
  pointsNeeded: season => (season > 1 ? cycles.fewest * season : ets.pointsNeeded(1, season)),
  longestLookback: season =>
    Math.max(points.fewest, cycles.fewest * season, Math.min(points.most, cycles.most * season)),
  smooth: season => (season > 1 ? (values, horizon) => forecastMstl(values, season, horizon) : forecastEts),
  millisecondsPerPoint: 0.026,
})

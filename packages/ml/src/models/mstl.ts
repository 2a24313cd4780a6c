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
export const mstl = smoothedForecaster(
  'mstl',
  season => (season > 1 ? cycles.fewest * season : ets.pointsNeeded(1, season)),
  season => Math.max(points.fewest, cycles.fewest * season, Math.min(points.most, cycles.most * season)),
  season => (season > 1 ? (values, horizon) => forecastMstl(values, season, horizon) : forecastEts),
  0.026,
)

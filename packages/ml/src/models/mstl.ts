import { forecastEts, forecastMstl } from '../runtime/augurs.ts'
import { ets } from './ets.ts'
import { smoothedForecaster } from './smoothed.ts'

const cycles = 10

/**
 * Season and trend by loess (STL), the trend continued by exponential smoothing and the season repeated (Bandara et al.
 * 2021), over the last ten seasons and at least 200 points. Without a season it is `ets`.
 */
export const mstl = smoothedForecaster(
  'mstl',
  season => (season > 1 ? 3 * season : ets.pointsNeeded(1, season)),
  season => Math.max(200, cycles * season),
  season => (season > 1 ? (values, horizon) => forecastMstl(values, season, horizon) : forecastEts),
)

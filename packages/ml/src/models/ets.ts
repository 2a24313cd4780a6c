import { forecastEts } from '../runtime/augurs.ts'
import { smoothedForecaster } from './smoothed.ts'

/**
 * Exponential smoothing of level and trend, error and trend additive or damped as AICc has it (Hyndman et al. 2008), over
 * the last 200 points. For series without a season.
 */
export const ets = smoothedForecaster(
  'ets',
  () => 16,
  () => 200,
  () => forecastEts,
  0.01,
)

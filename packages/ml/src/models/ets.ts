import { forecastEts } from '../runtime/augurs.ts'
import { smoothedForecaster } from './smoothed.ts'

/**
 * Exponential smoothing of level and trend, error and trend additive or damped as AICc has it (Hyndman et al. 2008), over
 * the last 200 points. For series without a season.
 */
export const ets = smoothedForecaster({
  kind: 'ets',
  title: 'Exponential smoothing',
  tagline: 'level and trend',
  description: 'Level and trend by exponential smoothing over the last 200 points, damped where that fits better.',
  needs: '16 points; for series without a season',
  settings: [],
  pointsNeeded: () => 16,
  longestLookback: () => 200,
  smooth: () => forecastEts,
  millisecondsPerPoint: 0.01,
})

import type { ForecastCandidate, ForecastModel } from '@seriema/domain/forecast'
import type { Interval } from '@seriema/ml/calibration/conformal'
import type { PointForecast, Window } from '@seriema/ml/models/forecaster'

/** One forecast to be made. Plain data: it may travel to another thread. */
export interface ForecastTask {
  readonly seriesId: number
  /** The series' points on a regular grid, and how many it has in all. */
  readonly window: Window
  readonly points: number
  readonly horizon: number
  readonly levels: readonly number[]
  /** The forecaster asked for or set for the series; null: the best that can serve. */
  readonly wanted: ForecastModel | null
  /** Where none is wanted: whether to choose by how much history there is, without trying several. */
  readonly quick: boolean
}

export interface MadeForecast {
  readonly kind: ForecastModel
  readonly reason: string
  readonly candidates: readonly ForecastCandidate[]
  readonly season: number
  readonly mean: PointForecast
  /** Empty where there is not one error to go by. */
  readonly intervals: readonly Interval[]
}

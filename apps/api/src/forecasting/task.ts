import type { ForecastCandidate, ForecasterKind } from '@seriema/domain/forecast'
import type { Step } from '@seriema/domain/step'
import type { Interval } from '@seriema/ml/calibration/conformal'
import type { PointForecast, Window } from '@seriema/ml/contract/forecaster'
import type { Gaps } from '@seriema/ml/contract/window'

/** What was expected at an earlier origin. */
export interface PastForecast {
  readonly forecaster: ForecasterKind
  /** Epoch milliseconds. */
  readonly origin: number
  readonly interval: number
  /** Per channel, each step's value less `centre`: so single precision is enough. */
  readonly channels: readonly { readonly centre: number; readonly deltas: Float32Array }[]
}

/** One forecast to be made. Plain data: it may travel to another thread. */
export interface ForecastTask {
  readonly seriesId: number
  /** The series' points on a regular grid, and how many it has in all. */
  readonly window: Window
  readonly step: Step
  readonly points: number
  /** Instant of the last point, in epoch milliseconds. */
  readonly origin: number
  /** Which values of the window were made up. */
  readonly gaps: Gaps
  /** The places of the channels that are rates of counters: what was fitted to readings is no use to these. */
  readonly counters?: string
  /** Which channels these are, where some were left out or count. */
  readonly alive?: string
  /** What the owner calls possible, per channel. */
  readonly declared: readonly { readonly minimum: number | null; readonly maximum: number | null }[]
  /** What was forecast earlier, oldest first: how that came out tells how wide intervals have to be now. */
  readonly past: readonly PastForecast[]
  readonly horizon: number
  readonly levels: readonly number[]
  /** The forecaster asked for or set for the series; null: the best that can serve. */
  readonly wanted: ForecasterKind | null
  /** Where none is wanted: whether to choose among what costs next to nothing. */
  readonly quick: boolean
}

export interface MadeForecast {
  readonly kind: ForecasterKind
  readonly reason: string
  readonly candidates: readonly ForecastCandidate[]
  readonly season: number
  /** NaN for a channel without a value to go by, whose intervals are empty. */
  readonly mean: PointForecast
  readonly intervals: readonly Interval[]
}

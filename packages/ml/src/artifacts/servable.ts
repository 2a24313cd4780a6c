import type { ForecasterKind } from '@seriema/domain/forecast'
import type { PointForecast } from '../contract/forecaster.ts'
import type { Tensor } from '../graph/tensor.ts'

/** A fitted forecaster as a graph that needs nothing but an ONNX runtime. */
export interface ServableModel {
  readonly kind: ForecasterKind
  readonly settings: Readonly<Record<string, unknown>>
  readonly lookback: number
  readonly horizon: number
  /** Channels it looks at, and how many of them, the first ones, it forecasts. */
  readonly channels: number
  readonly predicted: number
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** How many tokens each of the categories has that a run is told; none where it takes none. */
  readonly categories?: readonly number[]
  /**
   * [batch, lookback, channels] to [batch, horizon, predicted], both float64 and in the units of the series. `categories`
   * are [batch, categories] int64, null for a model that takes none.
   */
  forecast(past: Tensor, categories: Tensor | null): Tensor
}

/**
 * The one forecast of a kind that is fitted anew to each window by an algorithm no graph can hold: what follows on the end
 * of the training, and on nothing else.
 */
export interface ServableForecast {
  readonly kind: 'ets' | 'mstl'
  readonly settings: Readonly<Record<string, unknown>>
  readonly values: PointForecast
  /** The instant of the last point it follows on, in epoch milliseconds. */
  readonly origin: number
}

export type Servable = ServableModel | ServableForecast

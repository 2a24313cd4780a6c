import type { ForecastModel } from '@seriema/domain/forecast'
import type { App } from '../app.ts'

export interface ModelStatus {
  readonly model: ForecastModel
  readonly available: boolean
  /** What it is, or why it cannot serve. */
  readonly detail: string
}

/** Makes forecasts, keeps fitted models, and follows live series. */
export interface Forecasting {
  /** New points are committed: a new forecast follows, at once or when its turn comes. */
  pointsCame(seriesId: number): void
  /** What can serve here. */
  readonly models: readonly ModelStatus[]
  /** Numeric provider of the neural models: cuda, webgpu or cpu. */
  readonly provider: string
  /** Finishes what runs, starts nothing new. */
  close(): Promise<void>
}

export type ForecastingApp = Pick<App, 'config' | 'clock' | 'log' | 'db' | 'windows' | 'meters'>

/** Loads the models that are configured. Throws INVALID_CONFIGURATION or INVALID_WEIGHTS. */
export async function createForecasting(_app: ForecastingApp): Promise<Forecasting> {
  return { pointsCame: () => {}, models: [], provider: 'cpu', close: async () => {} }
}

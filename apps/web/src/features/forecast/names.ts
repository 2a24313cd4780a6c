import type { ForecastModel } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'

/** The simplest first. */
export const forecastModels = Object.keys({
  SEASONAL_NAIVE: null,
  ETS: null,
  MSTL: null,
  RIDGE: null,
  LSTM: null,
  GRU: null,
  BASE: null,
  TTM: null,
} satisfies Record<ForecastModel, null>) as readonly ForecastModel[]

export const modelName = (model: ForecastModel) => t(`model.${model}`)
/** A few words on how it forecasts. */
export const modelWord = (model: ForecastModel) => t(`model.word.${model}`)

import type { ForecasterKind } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'

/** The simplest first. */
export const forecasterKinds = Object.keys({
  SEASONAL_NAIVE: null,
  ETS: null,
  MSTL: null,
  RIDGE: null,
  LSTM: null,
  GRU: null,
  BASE: null,
  TTM: null,
} satisfies Record<ForecasterKind, null>) as readonly ForecasterKind[]

export const forecasterName = (forecaster: ForecasterKind) => t(`forecaster.${forecaster}`)
/** A few words on how it forecasts. */
export const forecasterWord = (forecaster: ForecasterKind) => t(`forecaster.word.${forecaster}`)

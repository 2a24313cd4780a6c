import type { Fit } from './fit/fitted.ts'
import { fitRecurrentVersion, settledLookback } from './fit/recurrent.ts'
import { fitRidgeVersion, ridgeLookbackOf } from './fit/ridge.ts'
import { fitTtmVersion, ttmLookback } from './fit/ttm.ts'
import type { ChosenLookback } from './material.ts'

/** How each forecasting kind learns, and how far it looks back. */
export const fits: Readonly<Record<string, { readonly fit: Fit; readonly lookbackOf: ChosenLookback }>> = {
  ridge: { fit: fitRidgeVersion, lookbackOf: ridgeLookbackOf },
  lstm: { fit: fitRecurrentVersion('lstm'), lookbackOf: settledLookback },
  gru: { fit: fitRecurrentVersion('gru'), lookbackOf: settledLookback },
  ttm: { fit: fitTtmVersion, lookbackOf: ttmLookback },
}

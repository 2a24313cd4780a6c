import type { Fit } from './fit/fitted.ts'
import { fitRidgeVersion, ridgeLookbackOf } from './fit/ridge.ts'
import type { ChosenLookback } from './material.ts'

/** How each forecasting kind learns, and how far it looks back. */
export const fits: Readonly<Record<string, { readonly fit: Fit; readonly lookbackOf: ChosenLookback }>> = {
  ridge: { fit: fitRidgeVersion, lookbackOf: ridgeLookbackOf },
}

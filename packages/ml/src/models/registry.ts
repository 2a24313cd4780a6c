import type { Forecaster, ForecasterKind } from '../contract/forecaster.ts'
import { ets } from './ets.ts'
import { mstl } from './mstl.ts'
import { ridge } from './ridge.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** The forecasters that need nothing but the series itself, the simplest first. */
export const forecasters: readonly Forecaster[] = [seasonalNaive, ets, mstl, ridge]

/**
 * Undefined for the neural kinds: `base` and `ttm` need weights and a runtime (`loadTtm`, `ttmForecaster`), `lstm` and
 * `gru` a training (`fitRecurrent`).
 */
export const forecasterOf = (kind: ForecasterKind): Forecaster | undefined => forecasters.find(one => one.kind === kind)

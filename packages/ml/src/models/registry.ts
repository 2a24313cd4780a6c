import { ets } from './ets.ts'
import type { Forecaster, ForecastKind } from './forecaster.ts'
import { mstl } from './mstl.ts'
import { ridge } from './ridge.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** The forecasters that need nothing but the series itself, the simplest first. */
export const forecasters: readonly Forecaster[] = [seasonalNaive, ets, mstl, ridge]

/** Undefined for TTM: it needs weights and a runtime, which `loadTtm` and `ttmForecaster` bring to where they are wanted. */
export const forecasterOf = (kind: ForecastKind): Forecaster | undefined => forecasters.find(one => one.kind === kind)

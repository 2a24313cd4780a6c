import type { Forecaster, ForecastKind } from './forecaster.ts'
import { ridge } from './ridge.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** The forecasters that need nothing but the series itself, the simplest first. */
export const forecasters: readonly Forecaster[] = [seasonalNaive, ridge]

/** Undefined for a kind that is not served without more (TTM needs weights: see `loadTtm`). */
export const forecasterOf = (kind: ForecastKind): Forecaster | undefined => forecasters.find(one => one.kind === kind)

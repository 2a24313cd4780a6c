import type { ForecasterMember } from '../contract/forecaster-family.ts'
import { base } from './base.ts'
import { drift } from './drift.ts'
import { ets } from './ets.ts'
import { gru } from './gru.ts'
import { lstm } from './lstm.ts'
import { mstl } from './mstl.ts'
import { ridge } from './ridge.ts'
import { seasonalNaive } from './seasonal-naive.ts'
import { ttm } from './ttm.ts'

/**
 * Every kind of forecaster, the simplest first. This list is all there is to add one: what the API speaks, stores, tries
 * and shows derives from it. Importing it loads no neural runtime.
 */
export const forecasters: readonly ForecasterMember[] = [seasonalNaive, drift, ets, mstl, ridge, lstm, gru, base, ttm]

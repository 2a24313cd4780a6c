import { ensemble } from './ensemble.ts'
import { zscore } from './zscore.ts'

/** The scorers that need nothing but the series itself, by kind. (`scoreResidual` needs a forecast made earlier.) */
export const scorers = { zscore, ensemble } as const

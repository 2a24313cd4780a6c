import { ensemble } from './ensemble.ts'
import { isolationForest } from './isolation-forest.ts'
import { pca } from './pca.ts'
import { polynomial } from './polynomial.ts'
import { robust } from './robust.ts'
import { seasonal } from './seasonal.ts'
import { zscore } from './zscore.ts'

/**
 * The scorers that need nothing but the series itself, by kind. (`scoreResidual` needs a forecast made earlier,
 * `scoreTrained` the statistics of a training.)
 */
export const scorers = {
  zscore,
  robust,
  seasonal,
  polynomial,
  pca,
  'isolation-forest': isolationForest,
  ensemble,
} as const

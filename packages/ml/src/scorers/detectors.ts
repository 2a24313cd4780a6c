import { defineScorer, type Scorer, type ScorerKind, type ScorerState } from '../contract/scorer.ts'
import { calibrated } from './calibrated.ts'
import { ensemble } from './ensemble.ts'
import { isolationForest } from './isolation-forest.ts'
import { pca } from './pca.ts'
import { polynomial } from './polynomial.ts'
import { robust } from './robust.ts'
import { seasonal } from './seasonal.ts'
import { zscore } from './zscore.ts'

export type Detecting = Scorer<{ readonly threshold: number }, ScorerState>

/** Those whose scores are standard deviations by their definition. */
export const countsItsOwn: ReadonlySet<ScorerKind> = new Set(['zscore', 'robust', 'seasonal'])

/** Settings and state of each kind are its own affair; who runs one hands its state back to it and to no other. */
const plain = <Settings extends { readonly threshold: number }, State extends ScorerState>(
  scorer: Scorer<Settings, State>,
) => scorer as unknown as Detecting
const inSigmas = <Settings extends { readonly threshold: number }, State extends ScorerState>(
  scorer: Scorer<Settings, State>,
) => plain(defineScorer(calibrated(scorer)))

/**
 * The scorers as series run them. The z-score and its robust and seasonal variants count their own standard deviations, as
 * their definitions have it; the scores of the others have no unit and are counted by what they are worth on the series
 * (which the isolation forest and the ensemble see to themselves).
 */
export const detecting: Readonly<Record<ScorerKind, Detecting>> = {
  zscore: plain(zscore),
  robust: plain(robust),
  seasonal: plain(seasonal),
  polynomial: inSigmas(polynomial),
  pca: inSigmas(pca),
  'isolation-forest': plain(isolationForest),
  ensemble: plain(ensemble),
}

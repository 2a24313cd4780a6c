import { normalQuantile } from '../calibration/normal.ts'
import { noTail, rarity, type Tail } from '../calibration/tail.ts'
import { highestScore, type Scorer, type ScorerDefinition, type ScorerState } from './scorer.ts'

export interface CalibratedState<State extends ScorerState> extends ScorerState {
  readonly inner: State
  readonly tail: Tail
}

/**
 * A scorer whose raw score is replaced by what it is worth on its own series: the number of standard deviations beyond
 * which a normal distribution would have the share of points that scored so high so far. A score of 3 is one point in 370,
 * whatever the scorer and the series.
 */
export function calibrated<Settings extends { readonly threshold: number }, State extends ScorerState>(
  scorer: Scorer<Settings, State>,
): ScorerDefinition<Settings, CalibratedState<State>> {
  return {
    kind: scorer.kind,
    defaults: scorer.defaults,
    memory: () => Number.POSITIVE_INFINITY,
    initial: settings => ({
      threshold: settings.threshold,
      expected: Number.NaN,
      spread: Number.NaN,
      inner: scorer.initial(settings),
      tail: noTail(),
    }),
    step(state, value) {
      const raw = scorer.step(state.inner, value)
      state.expected = state.inner.expected
      state.spread = state.inner.spread
      return Number.isNaN(raw) ? raw : sigmas(rarity(state.tail, raw))
    },
  }
}

/** The standard deviations that a rarity (−log₁₀ of a share) is worth; both sides of the normal distribution counted. */
export function sigmas(rare: number): number {
  if (Number.isNaN(rare)) return rare
  if (rare <= 0) return 0
  // Beyond the smallest share a number can hold, the tail goes as √(2·ln 10·rarity).
  return rare < 300 ? -normalQuantile(10 ** -rare / 2) : Math.min(highestScore, Math.sqrt(2 * Math.LN10 * rare))
}

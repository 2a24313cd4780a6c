import { newScoreCalibration, rawScoreAt, type ScoreCalibration, toSigmas } from '../calibration/score-calibration.ts'
import type { Scorer, ScorerDefinition, ScorerState } from '../contract/scorer.ts'

export interface CalibratedState<State extends ScorerState> extends ScorerState {
  readonly inner: State
  readonly calibration: ScoreCalibration
}

/**
 * A scorer whose raw score is replaced by what it is worth on its own series, see `toSigmas`: a score of 3 is one point in
 * 370, whatever the scorer and the series.
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
      calibration: newScoreCalibration(),
    }),
    skip({ inner }, pace) {
      scorer.skip?.(inner, pace)
    },
    step(state, value) {
      const raw = scorer.step(state.inner, value)
      if (Number.isNaN(raw)) return raw
      state.expected = state.inner.expected
      state.spread = state.inner.spread
      return toSigmas(state.calibration, raw, value - state.expected)
    },
    spread({ calibration, threshold, inner }) {
      const raw = rawScoreAt(calibration, threshold)
      return Number.isFinite(raw) ? (raw / threshold) * inner.spread : inner.spread
    },
  }
}

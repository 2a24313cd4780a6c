import type {
  ChannelState,
  Column,
  DetectorDescription,
  Expectation,
  Judgement,
  PlainScorer,
  PlainState,
  ValueDetector,
} from '../contract/detector.ts'
import { defineScorer, type Scorer, type ScorerState } from '../contract/scorer.ts'
import { calibrated } from './calibrated.ts'

/**
 * How scores come to be standard deviations: by the scorer's `definition`; by a calibration to the series that the scorer
 * sees to `itself`, or that is to be `added`.
 */
export type Calibration = 'definition' | 'itself' | 'added'

export interface ValueDetectorFacts<Settings extends { readonly threshold: number }, State extends ScorerState>
  extends DetectorDescription {
  readonly expectation: Expectation
  readonly scorer: Scorer<Settings, State>
  readonly calibration: Calibration
}

/** A detector that needs nothing but the values: a scorer and what is to be said of it. */
export function defineValueDetector<Settings extends { readonly threshold: number }, State extends ScorerState>(
  facts: ValueDetectorFacts<Settings, State>,
): ValueDetector {
  const { kind, title, tagline, description, name, expectation, calibration } = facts
  const definition = facts.scorer as unknown as PlainScorer
  const scorer =
    calibration === 'added' ? (defineScorer(calibrated(facts.scorer)) as unknown as PlainScorer) : definition
  return {
    kind,
    title,
    tagline,
    description,
    name,
    needsForecasts: false,
    expectation: () => expectation,
    initial: () => scorer.initial(scorer.defaults),
    judge: (state, column, from, to, judgement) => judgeByScorer(scorer, state, column, from, to, judgement),
    definition,
    scorer,
    calibrated: calibration !== 'definition',
  }
}

/** Lets a scorer judge values of a column, and learn them. */
export function judgeByScorer(
  scorer: PlainScorer,
  given: ChannelState,
  { times, values, offsets }: Column,
  from: number,
  to: number,
  { inFull, scored, silent }: Judgement,
): void {
  const state = given as PlainState
  if (inFull) {
    for (let index = from; index < to; index++) {
      const value = values[index]!
      const point = scorer.score(state, value, times[index]!, offsets?.[index])
      if (point !== null) scored.push({ index, ...point })
      else if (!Number.isNaN(value)) silent[index] = 1
    }
    return
  }
  const part = values.subarray(from, to)
  const { scores, flagged } = scorer.scoreColumn(state, part, times.subarray(from, to), offsets?.subarray(from, to))
  for (let i = 0; i < part.length; i++) if (Number.isNaN(scores[i]!) && !Number.isNaN(part[i]!)) silent[from + i] = 1
  for (const point of flagged) scored.push({ ...point, index: from + point.index })
}

import { bounded } from '../statistics/bounded.ts'
import { noPace, note, type Pace } from '../statistics/pace.ts'
import { defaultSeverityLimits } from './severity.ts'

/** What a scorer says about one point, in the units of the series except for `score`. */
export interface PointScore {
  /** How unlike the expected value it is, in standard deviations or what stands for them; ≥ 0, finite. */
  readonly score: number
  readonly expected: number
  /**
   * The usual range: for scorers that measure a deviation, where the score reaches the threshold. What is critical lies
   * outside of it.
   */
  readonly lower: number
  readonly upper: number
}

/** A point of a column that scored above the threshold. */
export interface FlaggedPoint extends PointScore {
  /** Its place in the column. */
  readonly index: number
}

export interface ColumnScores {
  /** One per value; NaN where nothing can be said: a missing value, or too little seen yet. */
  readonly scores: Float64Array
  /** The points above the threshold, in order, in full. */
  readonly flagged: readonly FlaggedPoint[]
}

/**
 * State is plain data (numbers and typed arrays, one per series and channel) that can be copied with `structuredClone`.
 * `step` changes it in place, so a caller that may have to undo keeps a copy.
 */
export interface ScorerState {
  readonly threshold: number
  /** Of the value scored last. */
  expected: number
  /** Of the value scored last: what one unit of score amounts to, in the units of the series. */
  spread: number
}

/** A state and the pace of the series it is of: what `defineScorer` makes of the state of a member. */
export type Paced<State extends ScorerState> = State & { readonly pace: Pace }

/** What a member of the family is made of; `defineScorer` completes it. */
export interface ScorerDefinition<Settings extends { readonly threshold: number }, State extends ScorerState> {
  /** The kind of the detector it belongs to. */
  readonly kind: string
  readonly defaults: Settings
  /** How many of the most recent present values rebuild the state by `replay`, up to rounding. */
  memory(settings: Settings): number
  initial(settings: Settings): State
  /**
   * Scores a present value against what came before it, then learns it. NaN while too little was seen. Leaves `expected`
   * and `spread` in the state. Allocates nothing.
   */
  step(state: State, value: number): number
  /**
   * Time went by before the next value: so many steps that brought none (0 where the series keeps no pace); `broken` where
   * the silence was so long that nothing after it is to be compared with what was right before it; `changed` where steps
   * have another length from here on; `turned` where clocks were put forward or back by so many steps. Without it values are counted, whenever they came. Bounded, whatever the silence.
   */
  skip?(state: State, pace: Pace): void
  /** What one unit of score amounts to, where that takes longer to find than `step` may; in place of `state.spread`. */
  spread?(state: State): number
}

/**
 * Instants are epoch milliseconds, ascending. They belong to every value of a state or to none: without them values are
 * taken to have come one after the other, a missing one leaving no trace. Offsets are what clocks show beyond the instants,
 * in milliseconds, for series that live by such clocks.
 */
export interface Scorer<Settings extends { readonly threshold: number }, State extends ScorerState>
  extends Omit<ScorerDefinition<Settings, State>, 'initial'> {
  initial(settings: Settings): Paced<State>
  /** Scores the next value and learns it; null for a missing value (NaN, which is not learnt) or too little seen. */
  score(state: Paced<State>, value: number, at?: number, offset?: number): PointScore | null
  /** Learns values without asking what they score; returns the same state. `replay` then `score` equals `score` all along. */
  replay(state: Paced<State>, values: Float64Array, times?: Float64Array): Paced<State>
  /** `score` for every value of a column in order, with details only for those above the threshold. */
  scoreColumn(
    state: Paced<State>,
    values: Float64Array,
    times?: Float64Array,
    offsets?: Float64Array | null,
  ): ColumnScores
}

/** Scores stop here, so that a change after a dead-constant stretch stays a finite number. */
export const highestScore = 1e6

export function defineScorer<Settings extends { readonly threshold: number }, State extends ScorerState>(
  definition: ScorerDefinition<Settings, State>,
): Scorer<Settings, State> {
  const { initial, step, skip, spread } = definition
  const reachOf = (state: State): number => state.threshold * (spread === undefined ? state.spread : spread(state))
  /** A pattern may be new though its last value is not: that is not critical, which means outside the usual range. */
  const judge = (state: Paced<State>, value: number, at: number | undefined, offset?: number): number => {
    if (at !== undefined && note(state.pace, at, offset)) skip?.(state, state.pace)
    const score = step(state, bounded(value))
    if (!(score > defaultSeverityLimits.critical)) return score
    const inside = Math.abs(bounded(value) - state.expected) <= reachOf(state)
    return inside ? defaultSeverityLimits.critical : score
  }
  const point = (state: State, score: number): PointScore => {
    const reach = reachOf(state)
    return { score, expected: state.expected, lower: state.expected - reach, upper: state.expected + reach }
  }
  return {
    ...definition,
    initial: settings => ({ ...initial(settings), pace: noPace() }),
    score(state, value, at, offset) {
      if (Number.isNaN(value)) return null
      const score = judge(state, value, at, offset)
      return Number.isNaN(score) ? null : point(state, score)
    },
    replay(state, values, times) {
      for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) judge(state, values[i]!, times?.[i])
      return state
    },
    scoreColumn(state, values, times, offsets) {
      const scores = new Float64Array(values.length)
      const flagged: FlaggedPoint[] = []
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!
        const score = Number.isNaN(value) ? Number.NaN : judge(state, value, times?.[i], offsets?.[i])
        scores[i] = score
        if (score > state.threshold) flagged.push({ index: i, ...point(state, score) })
      }
      return { scores, flagged }
    },
  }
}

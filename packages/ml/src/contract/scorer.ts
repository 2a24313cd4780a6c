/** What a scorer says about one point, in the units of the series except for `score`. */
export interface PointScore {
  /** How unlike the expected value it is, in standard deviations or what stands for them; ≥ 0, finite. */
  readonly score: number
  readonly expected: number
  /** The usual range: for scorers that measure a deviation, where the score reaches the threshold. */
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
  /** What one unit of score amounts to, where that takes longer to find than `step` may; in place of `state.spread`. */
  spread?(state: State): number
}

export interface Scorer<Settings extends { readonly threshold: number }, State extends ScorerState>
  extends ScorerDefinition<Settings, State> {
  /** Scores the next value and learns it; null for a missing value (NaN, which is not learnt) or too little seen. */
  score(state: State, value: number): PointScore | null
  /** Learns values without asking what they score; returns the same state. `replay` then `score` equals `score` all along. */
  replay(state: State, values: Float64Array): State
  /** `score` for every value of a column in order, with details only for those above the threshold. */
  scoreColumn(state: State, values: Float64Array): ColumnScores
}

/** Scores stop here, so that a change after a dead-constant stretch stays a finite number. */
export const highestScore = 1e6

export function defineScorer<Settings extends { readonly threshold: number }, State extends ScorerState>(
  definition: ScorerDefinition<Settings, State>,
): Scorer<Settings, State> {
  const { step, spread } = definition
  const point = (state: State, score: number): PointScore => {
    const reach = state.threshold * (spread === undefined ? state.spread : spread(state))
    return { score, expected: state.expected, lower: state.expected - reach, upper: state.expected + reach }
  }
  return {
    ...definition,
    score(state, value) {
      if (Number.isNaN(value)) return null
      const score = step(state, value)
      return Number.isNaN(score) ? null : point(state, score)
    },
    replay(state, values) {
      for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) step(state, values[i]!)
      return state
    },
    scoreColumn(state, values) {
      const scores = new Float64Array(values.length)
      const flagged: FlaggedPoint[] = []
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!
        const score = Number.isNaN(value) ? Number.NaN : step(state, value)
        scores[i] = score
        if (score > state.threshold) flagged.push({ index: i, ...point(state, score) })
      }
      return { scores, flagged }
    },
  }
}

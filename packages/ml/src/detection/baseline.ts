import type { PointColumns } from '@seriema/domain/point'
import type { PlainState, ScoredValue, ValueDetector } from '../contract/detector.ts'
import { standInDetector } from '../scorers/stand-in.ts'

/** What runs over every series and speaks where its detector cannot. */
export const baseline: ValueDetector = standInDetector

/** What the baseline says of a batch, one list a channel: every value in full, or those above the threshold alone. */
export type BaselineScores = readonly (readonly ScoredValue[])[]

const { scorer } = baseline
const { defaults } = scorer

/** How many points before one out of order the baseline looks at, missing values among them allowed for. */
export const contextBefore = 2 * scorer.memory(defaults)

export const newBaseline = (channels: number): readonly PlainState[] =>
  Array.from({ length: channels }, () => scorer.initial(defaults))

/** Scores points newer than all before, and learns them. */
export const scoreInOrder = (states: readonly PlainState[], points: PointColumns, inFull: boolean): BaselineScores =>
  points.channels.map((values, channel) => {
    const state = states[channel]!
    if (!inFull) return scorer.scoreColumn(state, values, points.times).flagged
    const scored: ScoredValue[] = []
    for (let index = 0; index < values.length; index++) {
      const point = scorer.score(state, values[index]!, points.times[index]!)
      if (point !== null) scored.push({ index, ...point })
    }
    return scored
  })

/**
 * Scores points that came out of order, each against the points before its own instant. `around` are those stored from
 * `contextBefore` before the first to the last of them; where both have an instant, the one that came counts.
 */
export const scoreOutOfOrder = (points: PointColumns, around: PointColumns, inFull: boolean): BaselineScores =>
  points.channels.map((values, channel) => {
    const stored = around.channels[channel]!
    const state = scorer.initial(defaults)
    const scored: ScoredValue[] = []
    let next = 0
    for (let index = 0; index < values.length; index++) {
      const at = points.times[index]!
      for (; next < stored.length && around.times[next]! < at; next++)
        scorer.score(state, stored[next]!, around.times[next]!)
      if (around.times[next] === at) next++
      const point = scorer.score(state, values[index]!, at)
      if (point !== null && (inFull || point.score > state.threshold)) scored.push({ index, ...point })
    }
    return scored
  })

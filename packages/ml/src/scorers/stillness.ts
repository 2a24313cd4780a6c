import { noticed } from './spread.ts'

/** Whether a series rests, and where it rests. Plain data of constant size. */
export interface Stillness {
  /** 1 for each of the last values that differs from the one before it; oldest overwritten first. */
  readonly moved: Float64Array
  /** How many of these are 1. */
  moves: number
  seen: number
  last: number
  /** Values since the last that differed from the one before it. */
  run: number
  /** What small steps have added up to since the beginning. */
  drift: number
}

/** Values the share of moves is taken of. */
export const stillnessWindow = 50
/** A series rests while fewer of its values than this are moves. */
const restless = 0.25
/** Fewer values than this say nothing of whether it rests. */
const fewest = 10

export const noStillness = (): Stillness => ({
  moved: new Float64Array(stillnessWindow),
  moves: 0,
  seen: 0,
  last: Number.NaN,
  run: 0,
  drift: 0,
})

/**
 * Learns a value and returns what of it is to be looked at: the value less `drift`. In a series that rests, a step too
 * small to notice (one of the resolution, say 21.5 to 21.6) goes into the drift: it is nothing, now and as long as the
 * series stays there. Every other step is left as it is. A series that moves all the time has no drift.
 */
export function settle(still: Stillness, value: number): number {
  const step = value - still.last
  const size = Math.abs(step)
  const known = Math.min(still.seen, stillnessWindow)
  if (size > 0 && known >= fewest && still.moves < restless * known && size <= noticed * Math.abs(still.last))
    still.drift += step
  const place = still.seen % stillnessWindow
  const moves = size > 0 ? 1 : 0
  still.moves += moves - still.moved[place]!
  still.moved[place] = moves
  still.run = size > 0 ? 0 : still.run + 1
  still.seen++
  still.last = value
  return value - still.drift
}

import type { PointForecast } from '../contract/forecaster.ts'
import type { Gaps } from '../contract/window.ts'
import type { Interval } from './conformal.ts'

/** What a channel can be. */
export interface Possible {
  /** −∞ and ∞ where nothing is known. */
  readonly minimum: number
  readonly maximum: number
  /** Whether it counts: no value between two whole numbers is possible. */
  readonly whole: boolean
}

/** Fewer values than this say nothing of what else may come. */
const fewest = 8

/**
 * What a channel can be, by what its owner says and by what it was: one that was never negative is not forecast to be, one
 * of nothing but whole numbers has whole bounds.
 *
 * @param gaps 1 for each value that was made up
 */
export function possibleOf(
  declared: { readonly minimum: number | null; readonly maximum: number | null },
  values: Float64Array,
  gaps: Uint8Array | null,
): Possible {
  let count = 0
  let negative = false
  let whole = true
  for (let i = 0; i < values.length; i++) {
    if (gaps?.[i] === 1) continue
    count++
    negative ||= values[i]! < 0
    whole &&= Number.isSafeInteger(values[i]!)
  }
  const known = count >= fewest
  return {
    minimum: declared.minimum ?? (known && !negative ? 0 : Number.NEGATIVE_INFINITY),
    maximum: declared.maximum ?? Number.POSITIVE_INFINITY,
    whole: known && whole,
  }
}

/** The nearest values that are possible; what is a whole number but for rounding, where the channel counts, is one. */
export const withinPossible = (values: Float64Array, { minimum, maximum, whole }: Possible): Float64Array =>
  values.map(value => Math.min(maximum, Math.max(minimum, whole ? rounded(value, same) : value)))

/**
 * Intervals of possible values only: none is left out, for none was possible beyond. Bounds of what counts are moved out
 * to whole numbers. Intervals stay within those of higher levels, around forecasts that are `withinPossible` too.
 */
export function possibleIntervals(intervals: readonly Interval[], channels: readonly Possible[]): readonly Interval[] {
  return intervals.map(({ level, lower, upper }) => ({
    level,
    lower: lower.map((values, c) =>
      withinPossible(channels[c]!.whole ? outwards(values, Math.floor) : values, channels[c]!),
    ),
    upper: upper.map((values, c) =>
      withinPossible(channels[c]!.whole ? outwards(values, Math.ceil) : values, channels[c]!),
    ),
  }))
}

const same = (value: number) => value

const rounded = (value: number, otherwise: (value: number) => number): number => {
  const nearest = Math.round(value)
  return Math.abs(value - nearest) <= 1e-9 * Math.max(1, Math.abs(value)) ? nearest : otherwise(value)
}

const outwards = (values: Float64Array, round: (value: number) => number): Float64Array =>
  values.map(value => rounded(value, round))

/** For every channel of a window. */
export const possibleValues = (
  declared: readonly { readonly minimum: number | null; readonly maximum: number | null }[],
  channels: PointForecast,
  gaps: Gaps,
): readonly Possible[] =>
  channels.map((values, c) => possibleOf(declared[c] ?? { minimum: null, maximum: null }, values, gaps[c] ?? null))

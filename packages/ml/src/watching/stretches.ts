import type { Observed } from '../contract/watching.ts'
import { bounded } from '../statistics/bounded.ts'
import { noPace, note } from '../statistics/pace.ts'

/** Values that follow upon each other. */
export interface Stretch {
  readonly values: Float64Array
  /** 1 for each that was made up between two that came. */
  readonly bridges: Uint8Array
}

/**
 * The values that are there, parted where a scorer would begin anew: at silences out of the ordinary. Steps that brought no
 * value are bridged by a straight line, up to `bridged` of them at once; beyond, it is parted there too. Where `bridged` is
 * 0 they leave no trace.
 */
export function stretchesOf({ times, values }: Observed, bridged: number): readonly Stretch[] {
  const stretches: Stretch[] = []
  let [made, bridges]: [number[], number[]] = [[], []]
  const part = () => {
    if (made.length > 0) stretches.push({ values: Float64Array.from(made), bridges: Uint8Array.from(bridges) })
    made = []
    bridges = []
  }
  const pace = noPace()
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    const value = bounded(values[i]!)
    note(pace, times[i]!)
    const missed = bridged > 0 ? pace.missed : 0
    if (pace.broken || missed > bridged) part()
    else {
      const before = made.at(-1) ?? value
      for (let step = 1; step <= missed; step++) {
        made.push(before + ((value - before) * step) / (missed + 1))
        bridges.push(1)
      }
    }
    made.push(value)
    bridges.push(0)
  }
  part()
  return stretches
}

/** The first `count` values of all. */
export function cutAt(stretches: readonly Stretch[], count: number): readonly Stretch[] {
  let left = count
  return stretches.flatMap(({ values, bridges }) => {
    const here = Math.min(left, values.length)
    left -= here
    return here === 0 ? [] : [{ values: values.subarray(0, here), bridges: bridges.subarray(0, here) }]
  })
}

/**
 * Every window of `lookback` values in a row that ends in one that came, oldest first, if that one is not among the first
 * `after` of all.
 */
export function* windowsOf(
  stretches: readonly Stretch[],
  lookback: number,
  after = 0,
): Generator<Float64Array, void, void> {
  let before = 0
  for (const { values, bridges } of stretches) {
    for (let end = Math.max(lookback, after - before + 1); end <= values.length; end++)
      if (bridges[end - 1] === 0) yield values.subarray(end - lookback, end)
    before += values.length
  }
}

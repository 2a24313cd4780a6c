import type { PointForecast } from '../contract/forecaster.ts'
import type { QuantileForecast } from '../contract/quantiles.ts'
import { type Adaptation, factorOf } from './adaptive.ts'
import type { Interval, Side } from './conformal.ts'

/**
 * What conformalised quantile regression knows (Romano, Patterson and Candès, 2019): for each level of an interval,
 * channel and step, how far outcomes lay outside the pair of quantiles that stands for it, negative inside. Plain data.
 */
export interface QuantileCalibration {
  /** Of the intervals, ascending. */
  readonly levels: readonly number[]
  /** For each of them, which two quantiles it is made from. */
  readonly pairs: readonly (readonly [lower: number, upper: number])[]
  /** `[level][channel][step]`, one for each forecast whose outcome is known, ascending. */
  readonly scores: readonly (readonly (readonly Float64Array[])[])[]
}

/**
 * @param levels of the intervals wanted
 * @param quantiles levels of the quantiles that are forecast, ascending; an interval takes the nearest, and holds its level
 * whichever they are: nearer ones only fit it better
 * @param forecasts from past origins, of a model that had not learnt from what came
 * @param outcomes what came, `[forecast][channel][step]`; not finite where it is not known
 */
export function calibrateQuantiles(
  levels: readonly number[],
  quantiles: readonly number[],
  forecasts: readonly QuantileForecast[],
  outcomes: readonly PointForecast[],
): QuantileCalibration {
  const ascending = [...levels].sort((a, b) => a - b)
  const nearest = (wanted: number) =>
    quantiles.reduce((best, level, i) => (Math.abs(level - wanted) < Math.abs(quantiles[best]! - wanted) ? i : best), 0)
  const pairs = ascending.map(level => [nearest((1 - level) / 2), nearest((1 + level) / 2)] as const)
  const first = outcomes[0] ?? []
  const scores = pairs.map(([lower, upper]) =>
    first.map((steps, channel) =>
      Array.from(steps, (_, step) => {
        const all = forecasts.map((forecast, i) => {
          const y = outcomes[i]![channel]![step]!
          return Math.max(forecast[channel]![lower]![step]! - y, y - forecast[channel]![upper]![step]!)
        })
        return Float64Array.from(all.filter(Number.isFinite)).sort()
      }),
    ),
  )
  return { levels: ascending, pairs, scores }
}

/**
 * Each pair of quantiles moved outwards by the ⌈(n + 1)·level⌉-th smallest of its step's n scores, or inwards where it is
 * negative: with scores exchangeable with the coming one, at least `level` of the outcomes are inside. A step with too few
 * goes by those of all steps, or by the greatest there is; a channel without any keeps its quantiles. An interval
 * holds those of lower levels, and the middle of its quantiles.
 *
 * @param adaptation what was learnt online, at the same levels: factors on the distance from the middle
 */
export function quantileIntervals(
  forecast: QuantileForecast,
  { levels, pairs, scores }: QuantileCalibration,
  adaptation?: Adaptation,
): readonly Interval[] {
  const made = levels.map(level => ({ level, lower: [] as Float64Array[], upper: [] as Float64Array[] }))
  forecast.forEach((quantiles, channel) => {
    const steps = quantiles[0]?.length ?? 0
    made.forEach((interval, place) => {
      const [lower, upper] = pairs[place]!.map(at => quantiles[at]!) as [Float64Array, Float64Array]
      const [low, high] = [new Float64Array(steps), new Float64Array(steps)]
      const within = made[place - 1]
      const [innerLow, innerHigh] = [within?.lower[channel], within?.upper[channel]]
      for (let step = 0; step < steps; step++) {
        const middle = (lower[step]! + upper[step]!) / 2
        const half = (upper[step]! - lower[step]!) / 2 + shift(scores[place]![channel] ?? [], step, interval.level)
        const reach = (side: Side) =>
          Math.max(0, half * (adaptation ? factorOf(adaptation, channel, step, interval.level, side) : 1))
        low[step] = Math.min(middle - reach('lower'), innerLow?.[step] ?? middle)
        high[step] = Math.max(middle + reach('upper'), innerHigh?.[step] ?? middle)
      }
      interval.lower.push(low)
      interval.upper.push(high)
    })
  })
  return made
}

function shift(steps: readonly Float64Array[], step: number, level: number): number {
  const own = steps[step] ?? new Float64Array()
  const ownRank = Math.ceil((own.length + 1) * level - 1e-9)
  if (ownRank <= own.length) return own[Math.max(0, ownRank - 1)]!
  const pooled = Float64Array.from(steps.flatMap(scores => [...scores])).sort()
  const rank = Math.min(pooled.length, Math.ceil((pooled.length + 1) * level - 1e-9))
  return Math.max(pooled[Math.max(0, rank - 1)] ?? 0, own.at(-1) ?? Number.NEGATIVE_INFINITY)
}

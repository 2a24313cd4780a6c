import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adapt, noAdaptation } from './adaptive.ts'
import { calibrateQuantiles, quantileIntervals } from './quantile.ts'

const of = (...values: number[]) => [Float64Array.from(values)]
/** One channel, one step. */
const forecast = (...quantiles: number[]) => [quantiles.map(value => Float64Array.of(value))]
const only = (intervals: ReturnType<typeof quantileIntervals>, place = 0) =>
  [intervals[place]!.lower[0]![0]!, intervals[place]!.upper[0]![0]!] as const

test('the pair is moved by the ⌈(n + 1)·level⌉-th smallest distance of an outcome beyond it, inwards where that is negative', () => {
  const outside = calibrateQuantiles(
    [0.5],
    [0.25, 0.75],
    [0, 0, 0].map(() => forecast(0, 10)),
    [of(-3), of(11), of(5)],
  )
  expect([...outside.scores[0]![0]![0]!]).toEqual([-5, 1, 3])
  expect(only(quantileIntervals(forecast(100, 110), outside))).toEqual([99, 111])
  const inside = calibrateQuantiles(
    [0.5],
    [0.25, 0.75],
    [0, 0, 0].map(() => forecast(0, 10)),
    [of(4), of(7), of(5)],
  )
  expect(only(quantileIntervals(forecast(100, 110), inside))).toEqual([104, 106])
})

test('an interval takes the quantiles nearest to its tails', () => {
  const { pairs } = calibrateQuantiles([0.95, 0.8, 0.3], [0.02, 0.1, 0.5, 0.9, 0.98], [], [])
  expect(pairs).toEqual([
    [2, 2],
    [1, 3],
    [0, 4],
  ])
})

test('holds at least the asked share of outcomes when they are exchangeable, however wrong the quantiles are', () => {
  const level = fc.double({ min: 0.1, max: 0.95, noNaN: true })
  const wrong = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  const outcomes = fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 })
  fc.assert(
    fc.property(outcomes, wrong, level, (all, pair, level) => {
      const [low, high] = [Math.min(...pair), Math.max(...pair)]
      const n = all.length - 1
      fc.pre(Math.ceil((n + 1) * level) <= n)
      const inside = all.filter((left, i) => {
        const others = all.filter((_, k) => k !== i)
        const calibration = calibrateQuantiles(
          [level],
          [0.2, 0.8],
          others.map(() => forecast(low, high)),
          others.map(value => of(value)),
        )
        const [lower, upper] = only(quantileIntervals(forecast(low, high), calibration))
        return left >= lower - 1e-12 && left <= upper + 1e-12
      })
      expect(inside.length / all.length).toBeGreaterThanOrEqual(level - 1e-9)
    }),
  )
})

test('a higher level holds a lower one, and an outcome not known yet counts for nothing', () => {
  const value = fc.double({ min: -9, max: 9, noNaN: true })
  const known = fc.array(fc.oneof(value, fc.constant(Number.NaN)), { maxLength: 30 })
  fc.assert(
    fc.property(known, fc.array(value, { minLength: 4, maxLength: 4 }), (outcomes, quantiles) => {
      const sorted = quantiles.toSorted((a, b) => a - b)
      const calibration = calibrateQuantiles(
        [0.8, 0.95],
        [0.025, 0.1, 0.9, 0.975],
        outcomes.map(() => forecast(...sorted)),
        outcomes.map(y => of(y)),
      )
      const made = quantileIntervals(forecast(...sorted), calibration)
      const [[lower, upper], [lowest, highest]] = [only(made, 0), only(made, 1)]
      expect(lower).toBeLessThanOrEqual(upper)
      expect(lowest).toBeLessThanOrEqual(lower)
      expect(highest).toBeGreaterThanOrEqual(upper)
    }),
  )
})

test('with too few outcomes at a step it goes by all steps', () => {
  const quantiles = [[Float64Array.of(0, 0), Float64Array.of(1, 1)]]
  const calibration = calibrateQuantiles(
    [0.8],
    [0.1, 0.9],
    Array.from({ length: 4 }, () => quantiles),
    [1, 2, 3, 4].map(far => [Float64Array.of(1 + far, Number.NaN)]),
  )
  const [interval] = quantileIntervals(quantiles, calibration)
  expect([...interval!.upper[0]!]).toEqual([5, 5])
})

test('misses online widen the interval around its middle', () => {
  const calibration = calibrateQuantiles([0.8], [0.1, 0.9], [forecast(0, 10)], [of(10)])
  const adaptation = noAdaptation(1, 1, [0.8])
  const before = only(quantileIntervals(forecast(20, 30), calibration, adaptation))
  expect(before).toEqual(only(quantileIntervals(forecast(20, 30), calibration)))
  for (let i = 0; i < 5; i++) for (const side of ['lower', 'upper'] as const) adapt(adaptation, 0, 0, 0.8, side, false)
  const [lower, upper] = only(quantileIntervals(forecast(20, 30), calibration, adaptation))
  expect(lower).toBeLessThan(before[0])
  expect(upper).toBeGreaterThan(before[1])
  expect((lower + upper) / 2).toBeCloseTo(25, 9)
})

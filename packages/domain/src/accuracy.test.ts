import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccuracySums, type Actual, add, type Expectation, figures, merge, noPairs, totalsOf } from './accuracy.ts'

/** Such that sums of them are exact. */
const value = fc.integer({ min: -1e6, max: 1e6 }).map(n => n / 64)
const sometimes = fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(Number.NaN) })
const pair = fc.record({
  mean: sometimes,
  value: fc.oneof({ weight: 8, arbitrary: sometimes }, { weight: 1, arbitrary: fc.constant(0) }),
  before: sometimes,
  width: fc.nat(1e6),
})
type Pair = { mean: number; value: number; before: number; width: number }

const centre = 1_000
const expectationOf = ({ mean, width }: Pair): Expectation => ({
  mean,
  intervals: [0.8, 0.95].map(level => ({ level, lower: mean - level * width, upper: mean + level * width })),
})
const sumsOf = (pairs: readonly Pair[], around = centre): AccuracySums =>
  pairs.reduce((sums, one) => add(sums, expectationOf(one), one as Actual, around), noPairs)

const close = (a: AccuracySums, b: AccuracySums) => {
  const [from, to] = [Object.entries({ ...a, coverage: 0 }), { ...b, coverage: 0 }]
  for (const [name, sum] of from) {
    const other = to[name as keyof AccuracySums] as number
    expect(Math.abs(sum - other)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(sum), Math.abs(other)))
  }
  expect(a.coverage).toEqual(b.coverage)
}

test('sums can be added up in any grouping, and are those of all their pairs', () => {
  const some = fc.array(pair, { maxLength: 20 })
  fc.assert(
    fc.property(some, some, some, (first, second, third) => {
      const [a, b, c] = [sumsOf(first), sumsOf(second), sumsOf(third)]
      close(merge(merge(a, b), c), merge(a, merge(b, c)))
      close(merge(merge(a, b), c), sumsOf([...first, ...second, ...third]))
      expect(merge(a, noPairs)).toEqual(a)
    }),
  )
})

test('what is taken away again was never there', () => {
  const some = fc.array(pair, { maxLength: 20 })
  fc.assert(
    fc.property(some, some, (kept, taken) => {
      const all = sumsOf([...kept, ...taken])
      const left = merge(all, sumsOf(taken), -1)
      expect(left.count).toBe(sumsOf(kept).count)
      for (const [level, [inside, count]] of Object.entries(left.coverage))
        expect([inside, count]).toEqual(sumsOf(kept).coverage[level] ?? [0, 0])
      const scale = Math.max(1, all.squared + all.deviationSquared + all.relative)
      expect(Math.abs(left.squared - sumsOf(kept).squared)).toBeLessThanOrEqual(1e-9 * scale)
    }),
  )
})

test('figures are those that the pairs themselves give', () => {
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 60 }), pairs => {
      const counted = pairs.filter(one => Number.isFinite(one.mean - one.value))
      const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
      const errors = counted.map(one => one.mean - one.value)
      const near = (actual: number | null, expected: number) => {
        if (!Number.isFinite(expected)) expect(actual).toBeNull()
        else expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)))
      }
      const got = figures(totalsOf(sumsOf(pairs)))
      expect(got.count).toBe(counted.length)
      near(got.mae, mean(errors.map(Math.abs)))
      near(got.bias, mean(errors))
      near(got.rmse, Math.sqrt(mean(errors.map(error => error ** 2))))
      const nonZero = counted.filter(one => Math.abs(one.value) > 1e-8)
      expect(got.zeros).toBe(counted.length - nonZero.length)
      near(got.mape, mean(nonZero.map(one => Math.abs((one.mean - one.value) / one.value))))
      const seasonal = counted.filter(one => !Number.isNaN(one.before))
      near(
        got.mase,
        mean(seasonal.map(one => Math.abs(one.mean - one.value))) /
          mean(seasonal.map(one => Math.abs(one.value - one.before))),
      )
      const inside = counted.filter(one => {
        const { lower, upper } = expectationOf(one).intervals[0]!
        return lower <= one.value && one.value <= upper
      })
      if (counted.length > 0) expect(got.coverage[0]!.share).toBe(inside.length / counted.length)
    }),
  )
})

test('R² is of the mean of what came, however large and little varying it is', () => {
  const values = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4]
  const sums = sumsOf(
    values.map((value, i) => ({ mean: value + (i % 2 === 0 ? 0.5 : -0.5), value, before: Number.NaN, width: 1 })),
    1e9 + 1,
  )
  expect(figures(totalsOf(sums)).r2).toBeCloseTo(1 - 1 / 5, 9)
  expect(figures(totalsOf(sumsOf([{ mean: 1, value: 1, before: 1, width: 0 }]))).r2).toBeNull()
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accuracy, coverage, mase, theilU } from './metrics.ts'

const of = (...values: number[]) => Float64Array.from(values)

describe('accuracy', () => {
  test('by hand', () => {
    const { count, mse, mae, rmse, mape, r2 } = accuracy(of(1, 2, 4), of(2, 2, 2))
    expect(count).toBe(3)
    expect(mse).toBeCloseTo(5 / 3, 12)
    expect(mae).toBeCloseTo(1, 12)
    expect(rmse).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(mape).toBeCloseTo((1 + 0 + 0.5) / 3, 12)
    expect(r2).toBeCloseTo(1 - 5 / (14 / 3), 12)
  })

  test('pairs with a gap are left out; with none left nothing is claimed', () => {
    expect(accuracy(of(1, Number.NaN, 3), of(1, 2, Number.NaN))).toMatchObject({ count: 1, mse: 0 })
    expect(accuracy(of(), of())).toEqual({ count: 0, mse: NaN, mae: NaN, rmse: NaN, mape: NaN, r2: NaN })
  })

  test('relative errors leave out actuals next to zero, and are undefined when all are', () => {
    expect(accuracy(of(0, 1e-9, 2), of(5, 5, 3)).mape).toBeCloseTo(0.5, 12)
    expect(accuracy(of(0, 0), of(1, 1)).mape).toBeNaN()
  })

  test('R² of the mean is 0, of the truth 1, of a constant undefined', () => {
    expect(accuracy(of(1, 2, 3), of(2, 2, 2)).r2).toBeCloseTo(0, 12)
    expect(accuracy(of(1, 2, 3), of(1, 2, 3)).r2).toBe(1)
    expect(accuracy(of(5, 5), of(5, 6)).r2).toBeNaN()
  })

  test('|error| is never more than its root mean square, and shifting both changes neither', () => {
    const pair = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), fc.integer({ min: -1e6, max: 1e6 }), (pairs, shift) => {
        const actual = Float64Array.from(pairs, ([y]) => y)
        const forecast = Float64Array.from(pairs, ([, f]) => f)
        const { mae, rmse, r2 } = accuracy(actual, forecast)
        expect(mae).toBeLessThanOrEqual(rmse + 1e-9)
        const moved = accuracy(
          actual.map(y => y + shift),
          forecast.map(f => f + shift),
        )
        expect(moved.rmse).toBeCloseTo(rmse, 6)
        if (!Number.isNaN(r2)) expect(Math.abs(moved.r2 - r2)).toBeLessThan(1e-6 * (1 + Math.abs(r2)))
      }),
    )
  })
})

test("Theil's U is 1 for leaving things as they were, 0 for the truth", () => {
  expect(theilU(of(2, 3), of(1, 2), of(1, 2))).toBe(1)
  expect(theilU(of(2, 3), of(2, 3), of(1, 2))).toBe(0)
  expect(theilU(of(2, 2), of(3, 3), of(2, 2))).toBeNaN()
})

test('MASE compares with one-step repetition of the season in the history', () => {
  expect(mase(of(10), of(12), of(1, 2, 3, 4))).toBeCloseTo(2, 12)
  expect(mase(of(10), of(12), of(1, 5, 2, 6, 3, 7), 2)).toBeCloseTo(2, 12)
  expect(mase(of(10), of(12), of(3, 3, 3))).toBeNaN()
  expect(mase(of(10), of(12), of(3), 2)).toBeNaN()
})

test('what is not known counts for nothing, and a bound that is no number holds nothing', () => {
  expect(theilU(of(2, Number.NaN, 3), of(3, 1, 3), of(1, 1, Number.NaN))).toBe(1)
  expect(theilU(of(), of(), of())).toBeNaN()
  expect(mase(of(10), of(12), of(1, Number.NaN, 3, 4))).toBeCloseTo(2, 12)
  expect(coverage(of(1, 2), of(0, Number.NaN), of(2, 9))).toBe(0.5)
  expect(coverage(of(Number.NaN), of(0), of(1))).toBeNaN()
})

test('coverage counts the bounds as inside', () => {
  expect(coverage(of(1, 2, 3, Number.NaN), of(1, 0, 4, 0), of(1, 1, 5, 9))).toBeCloseTo(1 / 3, 12)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareForecasts, type ForecastLine, tiledOrigins } from './comparison.ts'

test('origins are in order, fit, and forecast no step twice', () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.nat(2_000),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 60 }),
      (first, length, horizon, most) => {
        const cells = first + length
        const origins = tiledOrigins(first, cells, horizon, most)
        expect(origins.length > 0).toBe(length >= horizon)
        expect(origins.length).toBeLessThanOrEqual(most)
        origins.forEach((origin, i) => {
          expect(origin).toBeGreaterThanOrEqual(i === 0 ? first : origins[i - 1]! + horizon)
          expect(origin + horizon).toBeLessThanOrEqual(cells)
        })
      },
    ),
  )
})

const line = (values: readonly number[], reach = 1): ForecastLine => ({
  mean: [Float64Array.from(values)],
  lower: [Float64Array.from(values, value => value - reach)],
  upper: [Float64Array.from(values, value => value + reach)],
})

test('two are judged by the same places: those that both forecast', () => {
  const actual = [Float64Array.of(10, 20, 30, 40)]
  const before = [Float64Array.of(9, 9, 9, 9)]
  const [a, b] = compareForecasts(actual, before, [line([11, 21, Number.NaN, 1_000]), line([12, 22, 30, Number.NaN])])
  expect(a).toMatchObject({ mae: 1, mse: 1, rmse: 1, coverage: 1, mase: null })
  expect(b).toMatchObject({ mae: 2, mse: 4, rmse: 2, coverage: 0 })
  const naive = compareForecasts(actual, before, [line([9, 9, 9, 9]), line([10, 20, 30, 40])])
  expect(naive[0].theilsU).toBe(1)
  expect(naive[1]).toMatchObject({ theilsU: 0, r2: 1, mape: 0 })
})

test('figures are null where nothing can be said', () => {
  const nothing = line([Number.NaN])
  const figures = { mse: null, mae: null, rmse: null, mape: null, r2: null, theilsU: null, mase: null, coverage: null }
  expect(compareForecasts([Float64Array.of(1)], [Float64Array.of(1)], [nothing, line([1])])).toEqual([figures, figures])
})

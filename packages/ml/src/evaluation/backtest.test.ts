import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reach } from '../calibration/conformal.ts'
import type { FittedForecaster, Window } from '../contract/forecaster.ts'
import { closedFormForecasters } from '../models/kinds.ts'
import { ridge } from '../models/ridge.ts'
import { seasonalNaive } from '../models/seasonal-naive.ts'
import { backtest, fitCalibrated } from './backtest.ts'

const window = (...channels: Float64Array[]): Window => ({ channels, interval: 1000 })

/** A season of 12 and seeded noise. */
function noisy(length: number, seed = 1): Float64Array {
  let state = seed
  return Float64Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return 5 * Math.sin((2 * Math.PI * i) / 12) + state / 2 ** 32
  })
}

/** Forecasts the index: the value of the last point plus the step. Remembers what it was shown. */
const counting = (seen: Window[]): FittedForecaster => ({
  kind: 'seasonal-naive',
  lookback: 3,
  async forecast(windows, horizon) {
    seen.push(...windows)
    return windows.map(({ channels }) =>
      channels.map(values => Float64Array.from({ length: horizon }, (_, h) => values.at(-1)! + 1 + h)),
    )
  },
})

describe('backtest', () => {
  test('each origin sees exactly the points before it, and its errors are put in their place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(20),
        async (points, horizon, from) => {
          const seen: Window[] = []
          const counted = window(Float64Array.from({ length: points }, (_, i) => i))
          const { origins, residuals } = await backtest(counting(seen), counted, { horizon, origins: 7, from })
          expect(origins.length).toBe(Math.min(7, Math.max(0, points - horizon - Math.max(3, from) + 1)))
          origins.forEach((origin, i) => {
            expect(origin).toBeGreaterThanOrEqual(from)
            expect(Array.from(seen[i]!.channels[0]!)).toEqual([origin - 3, origin - 2, origin - 1])
          })
          for (const errors of residuals[0]!) expect(errors).toEqual(new Float64Array(origins.length))
        },
      ),
    )
  })

  test('origins end where the last full horizon ends, and reach back to the first allowed', async () => {
    const { origins } = await backtest(counting([]), window(new Float64Array(100)), {
      horizon: 10,
      origins: 5,
      from: 50,
    })
    expect(Array.from(origins)).toEqual([50, 60, 70, 80, 90])
  })

  test('steps that have not come yet are NaN, and the metrics leave them out', async () => {
    const counted = window(Float64Array.from({ length: 10 }, (_, i) => i))
    const result = await backtest(counting([]), counted, { horizon: 4, origins: 99, from: 8, fewestSteps: 1 })
    expect(result.residuals[0]!.map(errors => Array.from(errors))).toEqual([
      [0, 0],
      [0, NaN],
      [NaN, NaN],
      [NaN, NaN],
    ])
    expect(result.accuracy[0]).toMatchObject({ count: 3, mse: 0, theilU: 0 })
  })

  test('residuals are actual less forecast', async () => {
    const fitted = await seasonalNaive.fit(window(Float64Array.of(1, 2)), { horizon: 1, season: 1 })
    const { residuals } = await backtest(fitted, window(Float64Array.of(1, 2, 5, 3)), {
      horizon: 1,
      origins: 9,
      from: 1,
    })
    expect(Array.from(residuals[0]![0]!)).toEqual([1, 3, -2])
  })
})

describe('fitCalibrated', () => {
  const options = { horizon: 6, season: 12 }

  test.each([seasonalNaive, ridge])('$kind: intervals hold what they say on what comes next', async forecaster => {
    const all = noisy(6_000)
    const { fitted, calibration } = await fitCalibrated(forecaster, window(all.subarray(0, 2_000)), {
      ...options,
      origins: 200,
    })
    const { residuals } = await backtest(fitted, window(all), { horizon: 6, origins: 1_000, from: 2_000 })
    for (const level of [0.8, 0.95]) {
      residuals[0]!.forEach((errors, step) => {
        const [down, up] = (['lower', 'upper'] as const).map(side => reach(calibration.errors[0]!, step, level, side))
        const inside = errors.filter(error => -down! <= error && error <= up!).length / errors.length
        expect(Math.abs(inside - level)).toBeLessThan(0.1)
      })
    }
  })

  test('the errors are of a fit that had not seen the points', async () => {
    const { backtest: tested } = await fitCalibrated(ridge, window(noisy(1_000)), options)
    expect(tested.origins[0]).toBeGreaterThanOrEqual(750)
  })

  test.each(closedFormForecasters)(
    '$kind: has intervals from the fewest points it can be fitted to, or one more',
    async forecaster => {
      const needed = forecaster.pointsNeeded(options.horizon, options.season)
      const { calibration } = await fitCalibrated(forecaster, window(noisy(needed + 1)), options)
      const [down, up] = (['lower', 'upper'] as const).map(side => reach(calibration.errors[0]!, 5, 0.95, side))
      expect(down! + up!).toBeGreaterThan(0)
    },
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMoments, noMoments } from './ridge/moments.ts'
import { solveRidge, squaredError } from './ridge/solve.ts'
import { momentsApart } from './ridge/told-apart.ts'
import { fitRidge, type RidgeMap } from './ridge.ts'

const series = (min: number, max: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: min, maxLength: max })
    .map(values => Float64Array.from(values))

/** Every window of the series as rows [x; y], less the mean of x: the definition. */
function rows(values: Float64Array, lags: number, horizon: number): number[][] {
  return Array.from({ length: Math.max(0, values.length - lags - horizon + 1) }, (_, t) => {
    const mean = values.subarray(t, t + lags).reduce((sum, value) => sum + value, 0) / lags
    return Array.from(values.subarray(t, t + lags + horizon), value => value - mean)
  })
}

describe('moments', () => {
  test('are the sums over all windows, without going through them', () => {
    fc.assert(
      fc.property(
        series(1, 60),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (values, lags, horizon) => {
          const moments = noMoments(lags, horizon)
          addMoments(moments, values, 0, values.length)
          const all = rows(values, lags, horizon)
          expect(moments.windows).toBe(all.length)
          const width = lags + horizon
          for (let i = 0; i < lags; i++) {
            for (let j = 0; j < width; j++) {
              expect(moments.products[i * width + j]).toBeCloseTo(
                all.reduce((sum, row) => sum + row[i]! * row[j]!, 0),
                8,
              )
            }
          }
          const targets = all.reduce((sum, row) => sum + row.slice(lags).reduce((square, y) => square + y * y, 0), 0)
          expect(moments.targets).toBeCloseTo(targets, 8)
        },
      ),
    )
  })

  test('of series that are told apart are those of their windows with a 1 for each place they have', () => {
    const stretch = fc.record({
      values: series(1, 40),
      places: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 5 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (stretches, lags, horizon) => {
          const whole = stretches.map(({ values, places }) => ({ values, places, from: 0, to: values.length }))
          const moments = momentsApart(whole, { lags, horizon, places: 4 })
          const all = stretches.flatMap(({ values, places }) =>
            rows(values, lags, horizon).map(row => [
              ...row.slice(0, lags),
              ...[0, 1, 2, 3].map(place => (places.includes(place) ? 1 : 0)),
              ...row.slice(lags),
            ]),
          )
          const width = lags + 4 + horizon
          expect(moments.windows).toBe(all.length)
          for (let i = 0; i < lags + 4; i++)
            for (let j = 0; j < width; j++)
              expect(moments.products[i * width + j]).toBeCloseTo(
                all.reduce((sum, row) => sum + row[i]! * row[j]!, 0),
                7,
              )
        },
      ),
    )
  })

  test('of a part of a series are those of the part', () => {
    fc.assert(
      fc.property(series(20, 60), fc.nat(10), (values, from) => {
        const part = noMoments(3, 2)
        addMoments(part, values, from, values.length - 3)
        const alone = noMoments(3, 2)
        addMoments(alone, values.slice(from, values.length - 3), 0, values.length - 3 - from)
        part.products.forEach((product, i) => {
          expect(product).toBeCloseTo(alone.products[i]!, 8)
        })
        expect(part.targets).toBeCloseTo(alone.targets, 8)
      }),
    )
  })
})

describe('solution', () => {
  test('has no slope left: (XᵀX + penalty·n·I)·W = XᵀY', () => {
    fc.assert(
      fc.property(
        series(30, 90),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 5 }),
        (values, lags, horizon) => {
          const moments = noMoments(lags, horizon)
          addMoments(moments, values, 0, values.length)
          const weights = solveRidge(moments, 0.1)
          const width = lags + horizon
          for (let i = 0; i < lags; i++) {
            for (let h = 0; h < horizon; h++) {
              let left = 0.1 * moments.windows * weights[i * horizon + h]!
              for (let j = 0; j < lags; j++) left += moments.products[i * width + j]! * weights[j * horizon + h]!
              expect(left).toBeCloseTo(moments.products[i * width + lags + h]!, 5)
            }
          }
        },
      ),
    )
  })

  test('its squared error is that of going through the windows', () => {
    fc.assert(
      fc.property(series(30, 60), values => {
        const moments = noMoments(6, 3)
        addMoments(moments, values, 0, values.length)
        const weights = solveRidge(moments, 0.01)
        let wanted = 0
        for (const row of rows(values, 6, 3)) {
          for (let h = 0; h < 3; h++) {
            const forecast = row.slice(0, 6).reduce((sum, x, i) => sum + x * weights[i * 3 + h]!, 0)
            wanted += (row[6 + h]! - forecast) ** 2
          }
        }
        expect(squaredError(moments, weights)).toBeCloseTo(wanted, 6)
      }),
    )
  })
})

describe('ridge', () => {
  const wave = (length: number, a = 24, b = 7) =>
    Float64Array.from({ length }, (_, i) => 50 + 3 * Math.sin((2 * Math.PI * i) / a) + Math.cos((2 * Math.PI * i) / b))

  test('continues a sum of waves almost exactly', async () => {
    const all = wave(2_000)
    const fitted = fitRidge({ channels: [all.subarray(0, 1_900)], interval: 1 }, { horizon: 96 })
    const [[forecast]] = (await fitted.forecast([{ channels: [all.subarray(0, 1_900)], interval: 1 }], 96)) as [
      [Float64Array],
    ]
    forecast.forEach((value, h) => {
      expect(Math.abs(value - all[1_900 + h]!)).toBeLessThan(0.02)
    })
  })

  test('on noise it learns to forecast the mean of what it looks at', async () => {
    let seed = 1
    const noise = Float64Array.from({ length: 2_000 }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed / 2 ** 32
    })
    const fitted = fitRidge({ channels: [noise], interval: 1 }, { horizon: 12, lookback: 64 })
    expect(fitted.maps[0]!.penalty).toBeGreaterThanOrEqual(1)
  })

  test('without refit the part held out for the penalty teaches it nothing but the penalty', () => {
    const all = wave(600)
    const spoilt = all.map((value, i) => (i >= 500 ? value + (i % 3) : value))
    const options = { horizon: 12, lookback: 48, validation: 100, refit: false }
    const [clean, other] = [all, spoilt].map(
      values => fitRidge({ channels: [values], interval: 1 }, options).maps[0]!,
    ) as [RidgeMap, RidgeMap]
    if (clean.penalty === other.penalty) expect(other.weights).toEqual(clean.weights)
    else expect(other.penalty).toBeGreaterThan(clean.penalty)
  })

  test('with separate weights each channel is forecast as if it were alone', async () => {
    const history = { channels: [wave(600), wave(600, 16, 5), wave(600, 9, 31)], interval: 1 }
    const options = { horizon: 12, weights: 'separate' } as const
    const fitted = fitRidge(history, options)
    expect(fitted.maps).toHaveLength(3)
    const [together] = await fitted.forecast([history], 12)
    for (const [channel, values] of history.channels.entries()) {
      const alone = { ...history, channels: [values] }
      const [[forecast]] = (await fitRidge(alone, options).forecast([alone], 12)) as [[Float64Array]]
      expect(together![channel]).toEqual(forecast)
    }
  })
})

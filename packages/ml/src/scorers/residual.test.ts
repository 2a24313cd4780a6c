import { describe, expect, test } from 'vitest'
import { calibratedResidual, noResiduals, residualSigmas, scoreResidual } from './residual.ts'

const forecast = { expected: 10, lower: 10 - 1.959964, upper: 10 + 1.959964, level: 0.95 }

test('the half-width of an interval counts as the normal quantile of its level', () => {
  expect(scoreResidual(12, forecast)).toMatchObject({ expected: 10 })
  expect(scoreResidual(12, forecast)!.score).toBeCloseTo(2, 6)
  expect(scoreResidual(7, forecast)!.score).toBeCloseTo(3, 6)
})

test('each side of a lopsided interval is measured by itself', () => {
  const lopsided = { expected: 10, lower: 9, upper: 14, level: 0.8 }
  expect(scoreResidual(11, lopsided)!.score).toBeCloseTo(scoreResidual(9.75, lopsided)!.score, 12)
})

test('bounds are where the score reaches the threshold', () => {
  const { lower, upper } = scoreResidual(10, forecast, 4)!
  expect(scoreResidual(upper, forecast)!.score).toBeCloseTo(4, 9)
  expect(scoreResidual(lower, forecast)!.score).toBeCloseTo(4, 9)
})

test('an interval without width is like a past that never moved', () => {
  const flat = { expected: 100, lower: 100, upper: 100, level: 0.95 }
  expect(scoreResidual(101, flat)!.score).toBeCloseTo(3, 9)
  expect(scoreResidual(100, flat)!.score).toBe(0)
})

test('without a forecast or a value there is nothing to say', () => {
  expect(scoreResidual(1, null)).toBeNull()
  expect(scoreResidual(Number.NaN, forecast)).toBeNull()
})

describe('calibrated', () => {
  const calibrated = (state: ReturnType<typeof noResiduals>, value: number) => {
    const raw = scoreResidual(value, forecast)!
    return calibratedResidual(state, raw, residualSigmas(state, value, raw))
  }

  /** Seeded draws from a distribution with tails as heavy as those of Student's with 3 degrees of freedom. */
  function draws(seed: number): () => number {
    let state = seed
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state + 0.5) / 2 ** 32
    }
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    return () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3)
  }

  test('before any residual was seen, intervals mean what they say', () => {
    for (const away of [1, 2, 3]) {
      const point = calibrated(noResiduals(), 10 + away)
      expect(Math.abs(point.score - away)).toBeLessThan(0.15)
    }
    expect(calibrated(noResiduals(), 30).score).toBeGreaterThan(5)
  })

  test.each([
    ['are too narrow', 3],
    ['fit', 1],
    ['are too wide', 0.3],
  ])('where intervals %s and errors have heavy tails, about one point in 370 is above 3', (_, factor) => {
    const state = noResiduals()
    const draw = draws(3)
    let above = 0
    let beyond = 0
    for (let i = 0; i < 20_000; i++) {
      const value = 10 + factor * draw()
      const point = calibrated(state, value)
      if (i < 1_000) continue
      if (point.score > 3) above++
      if (value < point.lower || value > point.upper) beyond++
    }
    expect(above / 19_000).toBeGreaterThan(0.001)
    expect(above / 19_000).toBeLessThan(0.006)
    expect(Math.abs(beyond - above)).toBeLessThan(0.2 * above)
  })
})

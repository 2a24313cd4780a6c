import { expect, test } from 'vitest'
import { scoreResidual } from './residual.ts'

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
  expect(scoreResidual(101, flat)!.score).toBeCloseTo(1, 9)
  expect(scoreResidual(100, flat)!.score).toBe(0)
})

test('without a forecast or a value there is nothing to say', () => {
  expect(scoreResidual(1, null)).toBeNull()
  expect(scoreResidual(Number.NaN, forecast)).toBeNull()
})

import { expect, test } from 'vitest'
import { trainStatistics } from './trained.ts'

test('statistics are those of the values that are there, however far from zero they lie', () => {
  const near = Float64Array.from({ length: 12 }, (_, i) => (i === 5 ? Number.NaN : i % 3))
  const { mean, deviation } = trainStatistics(near)
  expect(mean).toBeCloseTo(10 / 11, 12)
  const own = [...near].filter(Number.isFinite)
  expect(deviation).toBeCloseTo(Math.sqrt(own.reduce((sum, y) => sum + (y - 10 / 11) ** 2, 0) / 10), 12)
  const far = trainStatistics(near.map(value => value + 1e9))
  expect(far.mean - 1e9).toBeCloseTo(mean, 6)
  expect(far.deviation).toBeCloseTo(deviation, 6)
})

test('too few values say nothing of how they spread', () => {
  expect(() => trainStatistics(new Float64Array(9))).toThrow(expect.objectContaining({ code: 'INSUFFICIENT_DATA' }))
})

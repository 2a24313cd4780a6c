import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rollingMean } from './rolling-mean.ts'

test('equals the mean of the present values among the last so many, on any series', () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
    fc.constant(Number.NaN),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 120 }), fc.integer({ min: 1, max: 130 }), (series, width) => {
      const means = rollingMean(Float64Array.from(series), width)
      series.forEach((_, i) => {
        const present = series.slice(Math.max(0, i - width + 1), i + 1).filter(value => !Number.isNaN(value))
        if (present.length === 0) expect(means[i]).toBeNaN()
        else expect(means[i]).toBeCloseTo(present.reduce((sum, value) => sum + value, 0) / present.length, 9)
      })
    }),
  )
})

test('a huge value leaves no trace once it has left the window', () => {
  const series = Float64Array.from({ length: 30 }, (_, i) => (i === 3 ? 1e300 : 1))
  expect(rollingMean(series, 5).subarray(8)).toEqual(new Float64Array(22).fill(1))
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inferInterval } from './interval.ts'

test('is the median gap, whatever a few outages say', () => {
  expect(inferInterval(Float64Array.of(0, 2000, 4000, 900_000, 902_000))).toBe(2000)
})

test('repeated instants are no gap; without a gap there is no interval', () => {
  expect(inferInterval(Float64Array.of(5, 5, 5, 15))).toBe(10)
  expect(inferInterval(Float64Array.of(5, 5))).toBeNull()
  expect(inferInterval(new Float64Array())).toBeNull()
})

test('follows a change of rate: only recent gaps count', () => {
  const slow = Array.from({ length: 5_000 }, (_, i) => i * 60_000)
  const fast = Array.from({ length: 1_200 }, (_, i) => 5_000 * 60_000 + i * 1_000)
  expect(inferInterval(Float64Array.from([...slow, ...fast]))).toBe(1_000)
})

test('is always one of the gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 50 }), gaps => {
      let at = 1.7e12
      const times = Float64Array.from([at, ...gaps.map(gap => (at += gap))])
      expect(gaps).toContain(inferInterval(times))
    }),
  )
})

import { expect, test } from 'vitest'
import { limited } from './limited.ts'

const values = Float64Array.from({ length: 500 }, (_, i) => 10 + Math.sin(i / 4))

test('one extreme is pulled in, and nothing else changes', () => {
  const extreme = values.with(100, 1e6)
  const made = limited(extreme, 500)
  expect(made[100]).toBeGreaterThan(11)
  expect(made[100]).toBeLessThan(40)
  expect(made.with(100, 0)).toEqual(extreme.with(100, 0))
})

test('values are as they were without an extreme, where extremes are how the series is, and behind what is known', () => {
  const daily = values.map((value, i) => (i % 24 === 3 ? 500 : value))
  const idle = new Float64Array(500).with(40, 7)
  for (const same of [values, daily, idle, values.with(450, 1e6)]) expect(limited(same, 400)).toBe(same)
})

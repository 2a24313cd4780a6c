import { expect, test } from 'vitest'
import { createMeters } from './meters.ts'

test('the rate is that of the last minute, and of the time since the start before that', () => {
  let now = 1_000_000
  const { points, uptime } = createMeters(Date.now, () => now)
  points.add(100)
  now += 10_000
  expect(points.perSecond()).toBe(10)
  for (let second = 0; second < 120; second++) {
    now += 1_000
    points.add(7)
  }
  expect(points.perSecond()).toBe(7)
  now += 60_000
  expect(points.perSecond()).toBe(0)
  expect(uptime()).toBe(190_000)
})

test('mean and p95 are those of the last 1,024 measurements', () => {
  const { inference } = createMeters(() => 0)
  expect(inference.summary()).toEqual({ count: 0, mean: null, p95: null })
  for (let value = 1; value <= 100; value++) inference.record(value)
  expect(inference.summary()).toEqual({ count: 100, mean: 50.5, p95: 95 })
  for (let value = 0; value < 1_024; value++) inference.record(2)
  expect(inference.summary()).toEqual({ count: 1_124, mean: 2, p95: 2 })
})

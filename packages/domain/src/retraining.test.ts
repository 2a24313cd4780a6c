import { expect, test } from 'vitest'
import { defineRetraining, outgrown, retrainingDue } from './retraining.ts'

const hour = 3_600_000

test('a series has outgrown what was learnt from it when it grew by a tenth, by 16 at least and 512 at most, or shrank', () => {
  expect([outgrown(100, 115), outgrown(100, 116), outgrown(1_000, 1_099), outgrown(1_000, 1_100)]).toEqual([
    false,
    true,
    false,
    true,
  ])
  expect([outgrown(1e6, 1e6 + 511), outgrown(1e6, 1e6 + 512), outgrown(100, 99)]).toEqual([false, true, true])
})

test('a schedule counts from the training before, whatever became of it', () => {
  const daily = { outgrown: false, everyHours: 24, speaks: false }
  expect(retrainingDue(daily, { requestedAt: 0, points: null }, 1e6, 24 * hour - 1)).toBeNull()
  expect(retrainingDue(daily, { requestedAt: 0, points: null }, 0, 24 * hour)).toBe('scheduled')
})

test('growth counts from what the last training was given, and one that got nothing is not repeated at once', () => {
  const growing = { outgrown: true, everyHours: null, speaks: false }
  expect(retrainingDue(growing, { requestedAt: 0, points: 1_000 }, 1_099, 1)).toBeNull()
  expect(retrainingDue(growing, { requestedAt: 0, points: 1_000 }, 1_100, 1)).toBe('outgrown')
  expect(retrainingDue(growing, { requestedAt: 0, points: null }, 1e6, hour - 1)).toBeNull()
  expect(retrainingDue(growing, { requestedAt: 0, points: null }, 1e6, hour)).toBe('outgrown')
  expect(
    retrainingDue({ outgrown: false, everyHours: 24, speaks: false }, { requestedAt: 0, points: 10 }, 1e6, 1),
  ).toBeNull()
})

test('a schedule is of whole hours up to a year, and none at all is none', () => {
  expect(defineRetraining({ outgrown: false, everyHours: null, speaks: false })).toBeNull()
  expect(defineRetraining({ outgrown: true, everyHours: null, speaks: false })).toEqual({
    outgrown: true,
    everyHours: null,
    speaks: false,
  })
  for (const everyHours of [0, 1.5, 8_785, Number.NaN])
    expect(() => defineRetraining({ outgrown: true, everyHours, speaks: false })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
})

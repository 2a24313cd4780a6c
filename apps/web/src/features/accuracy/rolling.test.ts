import { expect, test } from 'vitest'
import type { AccuracyByDay } from '../../graphql/accuracy.ts'
import { rollingError } from './rolling.ts'

const day = (date: number, count: number, mae: number | null): AccuracyByDay => ({
  day: new Date(Date.UTC(2026, 2, date)).toISOString(),
  figures: { count, mae },
})

test('a rolling error weighs each day by what was compared on it, and days without any leave a gap in the daily one', () => {
  const { times, daily, rolling } = rollingError(
    [day(1, 10, 1), day(2, 30, 3), day(4, 10, 5)],
    Date.UTC(2026, 2, 2, 7),
    2,
  )
  expect(times.map(at => new Date(at).getUTCDate())).toEqual([2, 3, 4])
  expect(daily).toEqual([3, Number.NaN, 5])
  expect(rolling).toEqual([2.5, 3, 5])
})

test('of nothing there is no curve', () => {
  expect(rollingError([], 0).times).toEqual([])
})

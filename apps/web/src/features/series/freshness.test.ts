import { expect, test } from 'vitest'
import { isNow } from '../forecast/is-now.ts'
import { freshnessOf } from './freshness.ts'

const lastAt = Date.UTC(2018, 5, 26, 19)
const hour = 3_600_000
const answered = (state: 'LIVE' | 'STALE' | 'ARCHIVE') => ({
  freshness: { state, lastAt: new Date(lastAt).toISOString(), expectedBy: new Date(lastAt + 3 * hour).toISOString() },
})

test('what stands in the past stays an archive, until points of the present come', () => {
  const now = Date.UTC(2026, 0, 1)
  expect(freshnessOf(answered('ARCHIVE'), lastAt, now)).toBe('ARCHIVE')
  expect(freshnessOf(answered('ARCHIVE'), now - hour, now)).toBe('LIVE')
  expect(freshnessOf(answered('LIVE'), lastAt, lastAt + 3 * hour)).toBe('LIVE')
  expect(freshnessOf(answered('LIVE'), lastAt, lastAt + 4 * hour)).toBe('STALE')
  expect(freshnessOf(answered('STALE'), null, now)).toBe('EMPTY')
})

test('the last point is now while no other is due, and within the hour', () => {
  expect(isNow(0, 1_000, 10_000)).toBe(true)
  expect(isNow(0, 1_000, 10_001)).toBe(false)
  expect(isNow(0, 600_000, 900_000)).toBe(true)
  expect(isNow(0, 600_000, 900_001)).toBe(false)
  expect(isNow(0, 30 * 24 * hour, hour)).toBe(true)
  expect(isNow(0, 30 * 24 * hour, hour + 1)).toBe(false)
})

import { expect, test } from 'vitest'
import { filterOf, readShown, type ShownAlerts, shownFirst, writeShown } from './filter.ts'

test('an address says which alerts are shown, and nothing where they are those shown first', () => {
  const shown: ShownAlerts = { state: 'RESOLVED', severity: 'CRITICAL', rule: 'abc', series: 'pump_7' }
  expect(readShown(writeShown(shown))).toEqual(shown)
  expect(writeShown(shownFirst).size).toBe(0)
  expect(readShown(new URLSearchParams('state=nonsense&severity=worse'))).toEqual(shownFirst)
})

test('open alerts are those that fire or that somebody has taken on', () => {
  expect(filterOf(shownFirst).states).toEqual(['FIRING', 'ACKNOWLEDGED'])
  expect(filterOf({ ...shownFirst, state: 'ALL' }).states).toBeNull()
  expect(filterOf({ ...shownFirst, series: 'a' }).series).toEqual(['a'])
})

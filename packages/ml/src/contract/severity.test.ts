import { expect, test } from 'vitest'
import { severityOf } from './severity.ts'

test.each([
  [3, null],
  [3.01, 'medium'],
  [4, 'medium'],
  [4.01, 'high'],
  [5, 'high'],
  [5.01, 'critical'],
  [Number.NaN, null],
])('a score of %d is %s', (score, severity) => expect(severityOf(score)).toBe(severity))

test('nothing at or below the threshold is an anomaly, however high the limits are passed', () => {
  expect(severityOf(5.5, 6)).toBeNull()
  expect(severityOf(6.5, 6)).toBe('critical')
})

import { expect, test } from 'vitest'
import { defaultAlarmRules, defineAlarmRules } from './anomaly.ts'

test('rules keep what a draft leaves out, and nothing in them is null', () => {
  const strict = { direction: 'above', leastAbsolute: 2, leastRelative: 0.1, rest: 20 } as const
  expect(defineAlarmRules({})).toEqual(defaultAlarmRules)
  expect(defineAlarmRules({ rest: 0, leastAbsolute: null }, strict)).toEqual({ ...strict, rest: 0 })
  expect(defineAlarmRules(strict)).toEqual(strict)
})

test.each([
  ['leastAbsolute', -1],
  ['leastAbsolute', Number.NaN],
  ['leastRelative', Number.POSITIVE_INFINITY],
  ['rest', 1.5],
  ['rest', -1],
  ['rest', 1e6],
])('%s of %d is refused by name', (name, value) => {
  expect(() => defineAlarmRules({ [name]: value })).toThrow(new RegExp(`^${name} is a`))
})

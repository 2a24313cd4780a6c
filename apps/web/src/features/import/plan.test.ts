import { expect, test } from 'vitest'
import type { ImportPlan } from '../../graphql/import.ts'
import { asMissing, filled, relaid, timedBy, toggled, toPlan } from './plan.ts'

test('quick clicks all count, though no preview came between', () => {
  const names = ['a', 'b', 'c', 'd']
  const detected = ['a', 'b', 'c']
  const clicks = ['b', 'd', 'a'].map(name => toggled(name, names, detected))
  const none: ImportPlan = {}
  expect(clicks.reduce((plan, click) => click(plan), none).valueColumns).toEqual(['c', 'd'])
})

test('the last value column stays', () => {
  const plan = { valueColumns: ['a'] }
  expect(toggled('a', ['a', 'b'], ['a', 'b'])(plan)).toBe(plan)
})

test('what was chosen by names goes where the names change, and the rest stays', () => {
  const plan = {
    timeZone: 'Europe/Berlin',
    timeColumn: 't',
    timeFormat: 'epoch s',
    valueColumns: ['v'],
    keyColumn: 'k',
  }
  expect(relaid({ delimiter: ';' })(plan)).toEqual({ timeZone: 'Europe/Berlin', delimiter: ';' })
  expect(timedBy('u')(plan)).toEqual({ ...plan, timeFormat: undefined, timeColumn: 'u' })
})

test('a value is named missing once, and a plan of the API has no nulls here', () => {
  expect(asMissing(-999)(asMissing(-999)({ missing: ['x'] }))).toEqual({ missing: ['x', '-999'] })
  expect(toPlan({ __typename: 'ImportPlan', timeZone: 'UTC', header: null, decimalComma: false })).toEqual({
    timeZone: 'UTC',
    decimalComma: false,
  })
})

test('a field that is emptied is left to be detected', () => {
  expect(filled({ timeFormat: '', timeZone: ' ', keyColumn: '', missing: ['-1', ''] })).toEqual({
    keyColumn: '',
    missing: ['-1'],
  })
})

import { expect, test } from 'vitest'
import { type AccuracyView, daysBack, readAccuracyView, usualView, writeAccuracyView } from './accuracy-view.ts'

const read = (search: string) => readAccuracyView(new URLSearchParams(search))

test('an address holds all that was chosen, and nothing of what is usual', () => {
  const chosen: AccuracyView = {
    by: 'ATTRIBUTE',
    attribute: 'region',
    measure: 'R2',
    days: 90,
    lead: 16,
    chosen: { attribute: { name: 'region', value: 'north & south' } },
  }
  expect(read(writeAccuracyView(chosen).toString())).toEqual(chosen)
  expect(writeAccuracyView(usualView).toString()).toBe('')
})

test('what cannot be read in an address is as usual', () => {
  expect(read('by=nothing&measure=x&days=4&lead=3&of={"series":1}')).toEqual(usualView)
  expect(read('of={"series":"a","group":"b"}').chosen).toBeNull()
  expect(read('of=[').chosen).toBeNull()
})

test('a window of so many days ends with the one that is, by UTC', () => {
  expect(daysBack(Date.UTC(2026, 2, 10, 23, 59), 1)).toBe('2026-03-10T00:00:00.000Z')
  expect(daysBack(Date.UTC(2026, 2, 10), 30)).toBe('2026-02-09T00:00:00.000Z')
})

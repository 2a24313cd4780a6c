import { expect, test } from 'vitest'
import { draftOfTiming, readTiming, timingInWords } from './timing.ts'

const every = (everyMinutes: number) => ({ everyMinutes, cron: null, zone: null })
const cron = { everyMinutes: null, cron: '30 6 * * 1-5', zone: 'Europe/Lisbon' }

test.each([
  [1, '1', 'minute'],
  [90, '90', 'minute'],
  [360, '6', 'hour'],
  [2_880, '2', 'day'],
])('%i minutes are typed as %s in the largest unit that fits, and read back', (minutes, typed, unit) => {
  const draft = draftOfTiming(every(minutes), 'UTC')
  expect(draft).toMatchObject({ by: 'interval', every: typed, unit })
  expect(readTiming(draft)).toEqual({ everyMinutes: minutes })
})

test('cron goes with its zone, an interval without', () => {
  expect(readTiming(draftOfTiming(cron, 'UTC'))).toEqual({ cron: '30 6 * * 1-5', zone: 'Europe/Lisbon' })
  expect(draftOfTiming(null, 'Asia/Tokyo')).toMatchObject({ by: 'interval', zone: 'Asia/Tokyo' })
})

test('what is no number of whole minutes is left to the API to refuse', () => {
  for (const typed of ['', 'often', '1.5', '1e99'])
    expect(readTiming({ ...draftOfTiming(null, 'UTC'), every: typed, unit: 'minute' })).toEqual({ everyMinutes: 0 })
  expect(readTiming({ ...draftOfTiming(null, 'UTC'), every: '1.5', unit: 'hour' })).toEqual({ everyMinutes: 90 })
})

test('timing is said in words, cron as it is', () => {
  expect([every(1), every(60), every(1_440), every(15), cron].map(timingInWords)).toEqual([
    'every minute',
    'every hour',
    'every day, midnight UTC',
    'every 15 min',
    '30 6 * * 1-5',
  ])
})

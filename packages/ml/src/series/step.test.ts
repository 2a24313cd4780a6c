import { after, mondayToFriday, type Step } from '@seriema/domain/step'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarSeasons, inferStep } from './step.ts'

const hour = 3_600_000
const day = 24 * hour
const berlin = 'Europe/Berlin'
const series = (step: Step, from: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => after(step, from, i))
const month = (day: number, zone = 'UTC', count = 1): Step => ({ unit: 'month', count, zone, day })
const quarter = (day: number): Step => ({ unit: 'quarter', count: 1, zone: 'UTC', day })
const business = (weekdays = mondayToFriday, zone = 'UTC'): Step => ({ unit: 'businessDay', count: 1, zone, weekdays })
const daily = (zone: string, count = 1): Step => ({ unit: 'day', count, zone })

describe('the calendar is found', () => {
  test.each<[string, Step, number, number]>([
    ['first of the month', month(1), Date.UTC(2020, 0, 1), 60],
    ['from the second point on', month(1), Date.UTC(2020, 0, 1), 2],
    ['last of the month', month(31), Date.UTC(2020, 0, 31), 24],
    ['last of the month, from February on', month(31), Date.UTC(2023, 1, 28), 4],
    ['the 15th', month(15), Date.UTC(2020, 0, 15, 9), 12],
    ['every other month', month(1, 'UTC', 2), Date.UTC(2020, 0, 1), 12],
    ['quarters', quarter(1), Date.UTC(2016, 0, 1), 20],
    ['quarters by their end', quarter(31), Date.UTC(2016, 2, 31), 20],
    ['years', { unit: 'year', count: 1, zone: 'UTC', day: 1 }, Date.UTC(1975, 0, 1), 40],
    ['weeks', { unit: 'week', count: 1, zone: 'UTC' }, Date.UTC(2024, 0, 1), 60],
    ['days', daily('UTC'), Date.UTC(2024, 0, 1), 60],
    ['every third day', daily('UTC', 3), Date.UTC(2024, 0, 1), 60],
    ['Monday to Friday', business(), Date.UTC(2024, 0, 1), 400],
    ['Monday to Friday, from the third week on', business(), Date.UTC(2024, 0, 1), 11],
    ['Monday to Saturday', business([1, 2, 3, 4, 5, 6]), Date.UTC(2024, 0, 1), 200],
    ['Sunday to Thursday', business([1, 2, 3, 4, 7]), Date.UTC(2024, 0, 1), 200],
    ['Monday, Wednesday and Friday', business([1, 3, 5]), Date.UTC(2024, 0, 1), 60],
  ])('%s', (_, step, from, count) => {
    expect(inferStep(series(step, from, count), 'UTC')).toEqual(step)
  })

  test.each([
    ['days across both changes of clocks', daily(berlin), Date.UTC(2023, 7, 31, 22), 421],
    ['months across them', month(1, berlin), Date.UTC(2023, 11, 31, 23), 24],
    ['business days across them', business(mondayToFriday, 'America/New_York'), Date.UTC(2024, 0, 1, 5), 300],
  ] as const)(
    '%s, in the zone of the series, and in one that explains them where it has none',
    (_, step, from, count) => {
      const times = series(step, from, count)
      expect(inferStep(times, step.unit === 'businessDay' ? 'America/New_York' : berlin)).toEqual(step)
      expect(inferStep(times, 'UTC')).toEqual(step)
    },
  )

  test('where months have one point each of varying days, as the first business day', () => {
    const first = Array.from({ length: 24 }, (_, i) => {
      const weekday = new Date(Date.UTC(2023, i, 1)).getUTCDay()
      return Date.UTC(2023, i, weekday === 6 ? 3 : weekday === 0 ? 2 : 1)
    })
    expect(inferStep(Float64Array.from(first), 'UTC')).toMatchObject({ unit: 'month', count: 1 })
  })

  test('with points left out or late, as long as most are as they should be', () => {
    const steps = [
      month(1),
      month(31),
      quarter(1),
      business(),
      daily(berlin),
      { unit: 'week', count: 1, zone: 'UTC' } as const,
    ]
    fc.assert(
      fc.property(
        fc.constantFrom<Step>(...steps),
        fc.array(fc.integer({ min: 11, max: 19 }), { minLength: 5, maxLength: 8 }),
        (step, kept) => {
          const all = series(
            step,
            step.unit === 'month' && step.day === 31
              ? Date.UTC(2010, 0, 31)
              : Date.UTC(2010, 0, 1, step.unit === 'day' ? -1 : 0),
            160,
          )
          let next = 0
          const gone = new Set(kept.map(gap => (next += gap)))
          const times = all.filter((_, i) => !gone.has(i))
          expect(inferStep(times, 'zone' in step ? step.zone : 'UTC')).toEqual(step)
          const odd = Float64Array.from([...times.subarray(0, -1), times.at(-1)! + 5 * 60_000])
          expect(inferStep(odd, 'zone' in step ? step.zone : 'UTC')).toEqual(step)
        },
      ),
    )
  })

  test('and stays what it is while points come one at a time', () => {
    for (const step of [month(1), month(31), business(), daily(berlin)]) {
      const from =
        step.unit === 'month' && step.day === 31
          ? Date.UTC(2020, 0, 31)
          : Date.UTC(2024, 0, 1, step.unit === 'day' ? -1 : 0)
      const times = series(step, from, 120)
      for (let count = 15; count <= 120; count++)
        expect(inferStep(times.subarray(0, count), 'zone' in step ? step.zone : 'UTC')).toEqual(step)
    }
  })
})

describe('a duration stays one', () => {
  test('faster than a day, whatever the clock shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 * hour - 1 }), fc.integer({ min: 2, max: 60 }), (count, length) => {
        const times = Float64Array.from({ length }, (_, i) => Date.UTC(2024, 0, 1) + i * count)
        expect(inferStep(times, berlin)).toEqual({ unit: 'millisecond', count })
      }),
    )
  })

  test('where days and hours wander, or a period is not one of the calendar', () => {
    const wandering = Float64Array.from({ length: 60 }, (_, i) => i * day + ((i * 7_919) % 5_000_000))
    expect(inferStep(wandering, 'UTC')!.unit).toBe('millisecond')
    const thirtyHours = Float64Array.from({ length: 60 }, (_, i) => i * 30 * hour)
    expect(inferStep(thirtyHours, 'UTC')).toEqual({ unit: 'millisecond', count: 30 * hour })
    const thirtyDays = Float64Array.from({ length: 60 }, (_, i) => i * 30 * day)
    expect(inferStep(thirtyDays, 'UTC')).toEqual(daily('UTC', 30))
  })

  test('without two instants there is none', () => {
    expect(inferStep(Float64Array.of(5, 5), 'UTC')).toBeNull()
    expect(inferStep(new Float64Array(), 'UTC')).toBeNull()
  })
})

test('a calendar suggests seasons that are whole numbers of steps', () => {
  expect(calendarSeasons(month(1))).toEqual([12])
  expect(calendarSeasons(month(1, 'UTC', 5))).toEqual([])
  expect(calendarSeasons(quarter(1))).toEqual([4])
  expect(calendarSeasons({ unit: 'week', count: 2, zone: 'UTC' })).toEqual([26])
  expect(calendarSeasons(business())).toEqual([5])
  expect(calendarSeasons(daily('UTC'))).toEqual([7])
  expect(calendarSeasons({ unit: 'millisecond', count: hour })).toEqual([24, 168])
  expect(calendarSeasons({ unit: 'millisecond', count: 7 * hour })).toEqual([24])
})

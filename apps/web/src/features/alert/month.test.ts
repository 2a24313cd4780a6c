import { expect, test } from 'vitest'
import { monthOf, nextMonth, weeksOf } from './month.ts'

test('a month has its days in weeks from Monday on, without gaps, whatever the clocks do', () => {
  for (let month = monthOf(new Date(2025, 0, 15).getTime()), i = 0; i < 36; i++, month = nextMonth(month, 1)) {
    const weeks = weeksOf(month)
    const days = weeks.flat().filter(day => day !== null)
    expect(weeks.every(week => week.length === 7)).toBe(true)
    expect([days[0]!.from, days.at(-1)!.to]).toEqual([month.from, month.to])
    for (const [j, day] of days.slice(1).entries()) expect(day.from).toBe(days[j]!.to)
    for (const week of weeks)
      for (const [j, day] of week.entries()) if (day) expect((new Date(day.from).getDay() + 6) % 7).toBe(j)
  }
})

test('the month before January is December', () => {
  const january = monthOf(new Date(2026, 0, 31).getTime())
  expect(new Date(nextMonth(january, -1).from)).toEqual(new Date(2025, 11, 1))
  expect(nextMonth(nextMonth(january, 1), -1)).toEqual(january)
})

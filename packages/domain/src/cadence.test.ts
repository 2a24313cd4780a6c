import { describe, expect, test } from 'vitest'
import { freshness, isOfThePresent } from './cadence.ts'
import type { Step } from './step.ts'

const at = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const hourly: Step = { unit: 'millisecond', count: hour }
const monthly: Step = { unit: 'month', count: 1, zone: 'UTC', day: 1 }
const state = (step: Step | null, liveAt: number | null, now: number) =>
  freshness({ lastAt: at, liveAt, step }, now).state

describe('freshness', () => {
  test('is stale three steps after the last point, of the calendar where these are its steps', () => {
    expect(state(hourly, at, at + 3 * hour)).toBe('LIVE')
    expect(state(hourly, at, at + 3 * hour + 1)).toBe('STALE')
    expect(freshness({ lastAt: at, liveAt: at, step: monthly }, at).expectedBy).toBe(Date.UTC(2026, 3, 1))
    const friday: Step = { unit: 'businessDay', count: 1, zone: 'UTC', weekdays: [1, 2, 3, 4, 5] }
    expect(freshness({ lastAt: Date.UTC(2026, 0, 2), liveAt: at, step: friday }, at).expectedBy).toBe(
      Date.UTC(2026, 0, 7),
    )
  })

  test('is that of an archive where no point was ever of the present', () => {
    expect(state(hourly, null, at + 24 * hour)).toBe('ARCHIVE')
    expect(state(null, null, at + 24 * hour)).toBe('ARCHIVE')
    expect(state(hourly, null, at + hour)).toBe('LIVE')
    expect(freshness({ lastAt: null, liveAt: null, step: null }, at).state).toBe('EMPTY')
  })

  test('a point is of the present within ten steps of its instant, and within an hour', () => {
    expect(isOfThePresent(at, hourly, at + 10 * hour)).toBe(true)
    expect(isOfThePresent(at, hourly, at + 10 * hour + 1)).toBe(false)
    expect(isOfThePresent(at, { unit: 'millisecond', count: 1 }, at + hour)).toBe(true)
    expect(isOfThePresent(at, null, at + hour + 1)).toBe(false)
    expect(isOfThePresent(at, monthly, Date.UTC(2026, 10, 1))).toBe(true)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { likeThis, patternInWords, suppresses, suppressionTimes } from './suppression.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Monday, 14:20 in UTC. */
const monday = Date.UTC(2026, 0, 5, 14, 20)
const one = { at: monday, channel: 1, value: 30, expected: 20 }
const zones = fc.constantFrom('UTC', 'Europe/Lisbon', 'America/Sao_Paulo', 'Asia/Kathmandu')
const seen = fc
  .record({
    at: fc.integer({ min: 1, max: 4_000_000_000_000 }),
    channel: fc.nat({ max: 63 }),
    value: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    expected: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  })
  .filter(({ value, expected }) => Math.abs(value - expected) > 1e-6)

describe('what is like a false alarm', () => {
  test('is that alarm itself, and nothing of another channel or on the other side, at any time and in any zone', () => {
    fc.assert(
      fc.property(seen, fc.constantFrom(...suppressionTimes), zones, (anomaly, time, zone) => {
        const pattern = likeThis(anomaly, time, zone)
        expect(suppresses(pattern, anomaly, zone)).toBe(true)
        expect(suppresses(pattern, { ...anomaly, channel: anomaly.channel + 1 }, zone)).toBe(false)
        const mirrored = { ...anomaly, value: anomaly.expected - (anomaly.value - anomaly.expected) }
        expect(suppresses(pattern, mirrored, zone)).toBe(false)
      }),
    )
  })

  test('is whatever lies nearer to what is expected, and nothing that lies more than half as far again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0.001, max: 1.499 }), times => {
        const pattern = likeThis(one, 'any', 'UTC')
        expect(suppresses(pattern, { ...one, value: 20 + 10 * times }, 'UTC')).toBe(true)
        expect(suppresses(pattern, { ...one, value: 20 + 10 * (times + 1.51) }, 'UTC')).toBe(false)
      }),
    )
  })

  test('comes around the same time of day or of week where that was asked, and goes by the clocks of the zone', () => {
    const [daily, weekly] = [likeThis(one, 'hour', 'UTC'), likeThis(one, 'hour-of-week', 'UTC')]
    const after = (time: number) => ({ ...one, at: monday + time })
    for (const near of [-60 * minute, 0, 60 * minute])
      for (const later of [0, 7 * day]) {
        expect(suppresses(daily, after(later + day + near), 'UTC')).toBe(true)
        expect(suppresses(weekly, after(later + near), 'UTC')).toBe(true)
        expect(suppresses(weekly, after(later + day + near), 'UTC')).toBe(false)
      }
    for (const far of [-62 * minute, 62 * minute, 12 * hour]) expect(suppresses(daily, after(far), 'UTC')).toBe(false)
    // Around midnight from Sunday to Monday the day and the week begin anew.
    const midnight = { ...one, at: Date.UTC(2026, 0, 4, 23, 40) }
    for (const time of ['hour', 'hour-of-week'] as const)
      expect(suppresses(likeThis(midnight, time, 'UTC'), { ...one, at: midnight.at + 50 * minute }, 'UTC')).toBe(true)
    // Clocks in Lisbon are put forward on 29 March: the same time of day is an hour earlier.
    const march = { ...one, at: Date.UTC(2026, 2, 20, 9, 0) }
    const summer = { ...one, at: Date.UTC(2026, 3, 20, 8, 0) }
    const lisbon = likeThis(march, 'hour', 'Europe/Lisbon')
    expect(suppresses(lisbon, { ...summer, at: summer.at - hour }, 'Europe/Lisbon')).toBe(true)
    expect(suppresses(lisbon, { ...summer, at: summer.at + 2 * hour }, 'Europe/Lisbon')).toBe(false)
  })

  test('is said in words', () => {
    const channel = { name: 'load', unit: 'kW' }
    expect(patternInWords(likeThis(one, 'any', 'UTC'), channel)).toBe('load up to 15 kW above what is expected')
    expect(patternInWords(likeThis(one, 'hour', 'UTC'), channel)).toBe(
      'load up to 15 kW above what is expected, within an hour of 14:20',
    )
    const below = likeThis({ ...one, value: 10.001 }, 'hour-of-week', 'UTC')
    expect(patternInWords(below, { name: 'value', unit: null })).toBe(
      'value up to 15 below what is expected, within an hour of 14:20 on Mondays',
    )
  })

  test('cannot be said of a value that is what was expected', () => {
    const same = { ...one, value: one.expected }
    expect(() => likeThis(same, 'any', 'UTC')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from './fault.ts'
import {
  after,
  between,
  defineStep,
  millisecondsOf,
  mondayToFriday,
  positions,
  type Step,
  sameStep,
  stepIn,
} from './step.ts'
import { sayStep } from './step-words.ts'

const at = (text: string) => Date.parse(text)
const said = (instants: readonly number[]) =>
  instants.map(instant => new Date(instant).toISOString().replace(':00.000Z', 'Z'))
const berlin = 'Europe/Berlin'
const newYork = 'America/New_York'
const months = (zone: string, day: number | null, count = 1): Step => ({ unit: 'month', count, zone, day })

test.each<[string, Step, string, readonly string[]]>([
  [
    'months begin',
    months('UTC', 1),
    '2024-12-01T00:00Z',
    ['2025-01-01T00:00Z', '2025-02-01T00:00Z', '2025-03-01T00:00Z'],
  ],
  [
    'months end',
    months('UTC', 31),
    '2024-02-29T00:00Z',
    ['2024-03-31T00:00Z', '2024-04-30T00:00Z', '2024-05-31T00:00Z'],
  ],
  [
    'the 30th, and the end of February',
    months('UTC', 30),
    '2025-01-30T09:00Z',
    ['2025-02-28T09:00Z', '2025-03-30T09:00Z'],
  ],
  ['of the instant, where no day is known', months('UTC', null), '2024-01-15T00:00Z', ['2024-02-15T00:00Z']],
  ['two months', months('UTC', 1, 2), '2024-11-01T00:00Z', ['2025-01-01T00:00Z', '2025-03-01T00:00Z']],
  ['months on German clocks', months(berlin, 1), '2024-02-29T23:00Z', ['2024-03-31T22:00Z', '2024-04-30T22:00Z']],
  [
    'quarters',
    { unit: 'quarter', count: 1, zone: 'UTC', day: 1 },
    '2024-10-01T00:00Z',
    ['2025-01-01T00:00Z', '2025-04-01T00:00Z'],
  ],
  [
    'quarters end',
    { unit: 'quarter', count: 1, zone: 'UTC', day: 31 },
    '2024-12-31T00:00Z',
    ['2025-03-31T00:00Z', '2025-06-30T00:00Z'],
  ],
  ['leap years', { unit: 'year', count: 1, zone: 'UTC', day: null }, '2023-02-28T00:00Z', ['2024-02-28T00:00Z']],
  ['years end', { unit: 'year', count: 1, zone: 'UTC', day: 31 }, '2023-02-28T00:00Z', ['2024-02-29T00:00Z']],
  ['weeks', { unit: 'week', count: 2, zone: 'UTC' }, '2024-12-30T00:00Z', ['2025-01-13T00:00Z']],
  [
    'days when clocks go back',
    { unit: 'day', count: 1, zone: berlin },
    '2024-10-25T22:00Z',
    ['2024-10-26T22:00Z', '2024-10-27T23:00Z'],
  ],
  [
    'days when clocks go on',
    { unit: 'day', count: 1, zone: newYork },
    '2024-03-09T05:00Z',
    ['2024-03-10T05:00Z', '2024-03-11T04:00Z'],
  ],
  [
    'an hour that is skipped',
    { unit: 'day', count: 1, zone: berlin },
    '2024-03-30T01:30Z',
    ['2024-03-31T01:30Z', '2024-04-01T00:30Z'],
  ],
  [
    'a midnight that is skipped',
    { unit: 'day', count: 1, zone: 'America/Sao_Paulo' },
    '2018-11-03T03:00Z',
    ['2018-11-04T03:00Z', '2018-11-05T02:00Z'],
  ],
  [
    'business days',
    { unit: 'businessDay', count: 1, zone: 'UTC', weekdays: mondayToFriday },
    '2024-12-26T00:00Z',
    ['2024-12-27T00:00Z', '2024-12-30T00:00Z'],
  ],
  [
    'Sunday to Thursday',
    { unit: 'businessDay', count: 1, zone: 'UTC', weekdays: [1, 2, 3, 4, 7] },
    '2024-12-26T00:00Z',
    ['2024-12-29T00:00Z', '2024-12-30T00:00Z'],
  ],
  [
    'milliseconds',
    { unit: 'millisecond', count: 1_500 },
    '2024-12-26T00:00Z',
    ['2024-12-26T00:00:01.500Z', '2024-12-26T00:00:03.000Z'],
  ],
])('%s', (_, step, from, expected) => {
  const made = expected.map((_, i) => after(step, at(from), i + 1))
  expect(said(made)).toEqual(said(expected.map(at)))
  for (const [i, instant] of made.entries()) expect(between(step, at(from), instant)).toBe(i + 1)
})

test('a Saturday counts as the Friday before it, but lies beside the Monday', () => {
  const step: Step = { unit: 'businessDay', count: 1, zone: 'UTC', weekdays: mondayToFriday }
  expect(said([after(step, at('2024-12-28T00:00Z'), 1)])).toEqual(['2024-12-30T00:00Z'])
  expect(between(step, at('2024-12-27T00:00Z'), at('2024-12-28T12:00Z'))).toBe(1)
  expect(between(step, at('2024-12-28T12:00Z'), at('2024-12-30T00:00Z'))).toBe(0)
})

const zone = fc.constantFrom(
  'UTC',
  berlin,
  newYork,
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
)
const count = fc.integer({ min: 1, max: 5 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ unit: fc.constant('millisecond' as const), count: fc.integer({ min: 1, max: 1e9 }) }),
  fc.record({ unit: fc.constantFrom('day' as const, 'week' as const), count, zone }),
  fc.record({
    unit: fc.constant('businessDay' as const),
    count,
    zone,
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 2 }),
  }),
  fc.record({
    unit: fc.constantFrom('month' as const, 'quarter' as const, 'year' as const),
    count,
    zone,
    day: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 31 })),
  }),
)
const instant = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) })
const steps = fc.integer({ min: -60, max: 60 })

describe('of any step, in any zone', { timeout: 60_000 }, () => {
  test('the steps from an instant to the one n steps after it are n', () => {
    fc.assert(
      fc.property(anyStep, instant, steps, (step, from, n) => {
        // The first is where the step itself leads: an instant between two belongs to the nearer.
        const origin = after(step, from, 0)
        expect(between(step, origin, after(step, origin, n))).toBe(n)
        expect(between(step, after(step, origin, n), origin)).toBe(n === 0 ? 0 : -n)
      }),
      { numRuns: 500 },
    )
  })

  test('later instants are no fewer steps away, and those between are as `positions` has them', () => {
    fc.assert(
      fc.property(anyStep, instant, fc.array(instant, { minLength: 2, maxLength: 9 }), (step, from, others) => {
        const times = Float64Array.from(others).sort()
        const places = positions(step, times)
        // A place far from the origin is as near as a double has it.
        const rounding = 1e-6 + 4 * Number.EPSILON * Math.max(...places.map(Math.abs))
        for (let i = 1; i < times.length; i++) {
          expect(between(step, from, times[i]!)).toBeGreaterThanOrEqual(between(step, from, times[i - 1]!))
          expect(Math.abs(between(step, times[0]!, times[i]!) - (places[i]! - places[0]!))).toBeLessThanOrEqual(
            0.5 + rounding,
          )
        }
      }),
    )
  })

  test('a hundred are as long as a hundred times its mean, but for a few days', () => {
    fc.assert(
      fc.property(anyStep, instant, (step, from) => {
        const length = after(step, from, 100) - from
        const slack = step.unit === 'millisecond' ? 1 : 45 * 86_400_000
        expect(Math.abs(length - 100 * millisecondsOf(step))).toBeLessThanOrEqual(slack)
      }),
    )
  })
})

test('what is declared is checked, and takes the days that the points show', () => {
  expect(defineStep({ unit: 'month' })).toEqual({ unit: 'month', count: 1 })
  expect(defineStep(null)).toBeNull()
  for (const count of [0, -1, 1.5, 121, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => defineStep({ unit: 'month', count })).toThrow(Fault)
  const seen = months('UTC', 31)
  expect(stepIn('UTC', { unit: 'quarter', count: 1 }, seen)).toEqual({
    unit: 'quarter',
    count: 1,
    zone: 'UTC',
    day: 31,
  })
  expect(stepIn(berlin, { unit: 'month', count: 1 }, seen)).toEqual(months(berlin, null))
  expect(sameStep(seen, JSON.parse('{"day":31,"zone":"UTC","unit":"month","count":1}'))).toBe(true)
  expect(sameStep(seen, months('UTC', 1))).toBe(false)
})

test.each<[Step, string]>([
  [{ unit: 'millisecond', count: 250 }, 'every 250 ms'],
  [{ unit: 'millisecond', count: 900_000 }, 'every 15 min'],
  [months('UTC', 1), 'every month'],
  [months('UTC', 31), 'every month, on the last day of the month'],
  [{ unit: 'week', count: 2, zone: 'UTC' }, 'every 2 weeks'],
  [{ unit: 'businessDay', count: 1, zone: 'UTC', weekdays: mondayToFriday }, 'every business day'],
  [{ unit: 'businessDay', count: 1, zone: 'UTC', weekdays: [1, 2, 3, 4, 5, 6] }, 'every day from Monday to Saturday'],
  [{ unit: 'businessDay', count: 1, zone: 'UTC', weekdays: [1, 2, 3, 4, 7] }, 'every day from Sunday to Thursday'],
  [{ unit: 'businessDay', count: 1, zone: 'UTC', weekdays: [1, 3, 5] }, 'every Monday, Wednesday and Friday'],
])('%j is %s', (step, words) => {
  expect(sayStep(step)).toBe(words)
})
